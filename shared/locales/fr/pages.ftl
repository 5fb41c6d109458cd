# Les textes communs à toutes les pages, et ceux de la page qu’ouvre le lien d’une invitation. Mêmes identifiants que dans
# en/pages.ftl, qui explique les variables.

language = Langue
sign-in = Se connecter
sign-out = Se déconnecter
create-account = Créer un compte
cancel = Annuler
close = Fermer
try-again = Réessayer
optional = (facultatif)
loading = Un instant…
date-unknown = date inconnue
list-few = { $shown } et { $more } de plus
list-more-count =
    { $count ->
        [one] Un élément de plus
       *[other] { $count } éléments de plus
    }
discard-question = Votre saisie n’a pas été envoyée. L’abandonner ?
discard-keep = Continuer la saisie
discard = Abandonner

join-opening = Votre invitation
join-title = Rejoignez l’équipe de la boutique { $store }
join-invited = { $inviter } vous invite à participer à la gestion de cette boutique.
join-invited-by-team = Vous êtes invité(e) à participer à la gestion de cette boutique.
join-rights = Vos autorisations
join-for = Adresse invitée
join-expires = Valable jusqu’au
join-ends = Fin de l’accès
join-button = Rejoindre la boutique
join-button-as = Rejoindre avec { $email }
join-next = À l’étape suivante, vous vous connectez. Si vous n’avez pas encore de compte, vous pouvez en créer un.
join-signed-in = Vous utilisez le compte { $email }.
join-other-account = Vous utilisez le compte { $email }, mais c’est { $invited } qui a été invité. Vous pouvez rejoindre la boutique avec ce compte ou en utiliser un autre.
join-switch = Utiliser un autre compte
join-decline = Refuser l’invitation
join-consent = Rien ne se fera sans votre accord.
join-cancelled = Vous êtes de retour sans vous être connecté(e). L’invitation reste valable.
join-sign-in-failed = La connexion n’a pas abouti. Veuillez réessayer.

joined-title = Bienvenue dans l’équipe de la boutique { $store }
joined-body = C’est fait : vous faites partie de l’équipe et pouvez commencer tout de suite.
joined-open = Ouvrir la boutique
joined-team = Voir l’équipe

decline-title = Refuser l’invitation ?
decline-body = L’équipe de la boutique { $store } saura que vous ne la rejoignez pas. Ce lien ne fonctionnera plus.
decline-reason = Motif
decline-reason-hint = L’équipe pourra le lire.
decline-confirm = Refuser
declined-title = Vous avez refusé l’invitation
declined-body = L’équipe de la boutique { $store } en est informée. Vous n’avez rien d’autre à faire.
declined-again = Si vous changez d’avis, demandez une nouvelle invitation.

wrong-account-title = Une autre adresse a été invitée
wrong-account-body = Vous utilisez le compte { $email }. L’invitation est destinée à { $invited }.
wrong-account-next = Pour rejoindre la boutique, connectez-vous avec l’adresse invitée.
not-verified-title = Confirmez d’abord votre adresse
not-verified-body = L’adresse de votre compte, { $email }, n’est pas encore confirmée. Ouvrez l’e-mail de confirmation de votre compte, suivez son lien, puis revenez ici et reconnectez-vous.
sign-in-again = Se reconnecter

expired-title = Cette invitation a expiré
expired-body = Une invitation n’est valable que quelques jours. Nous pouvons envoyer un nouveau lien à l’adresse invitée.
expired-button = Envoyer un nouveau lien
renewed-title = Un nouveau lien est en route
renewed-body = Nous l’avons envoyé à l’adresse invitée. Il devrait arriver d’ici quelques minutes ; pensez à regarder dans les courriers indésirables. Vous pouvez fermer cette page.

link-from = Invitation à rejoindre l’équipe de la boutique { $store }, envoyée par { $inviter }
link-from-team = Invitation à rejoindre l’équipe de la boutique { $store }
used-title = Cette invitation a déjà servi
used-body = Quelqu’un a déjà rejoint la boutique avec ce lien. Si c’était vous, connectez-vous pour ouvrir la boutique.
used-body-signed-in = Quelqu’un a déjà rejoint la boutique avec ce lien. Si c’était vous et que vous n’avez plus accès, la liste de vos boutiques vous dit pourquoi. Si c’était une autre personne, demandez une nouvelle invitation à la personne qui vous a invité(e).
revoked-title = Ce lien ne fonctionne plus
revoked-body = L’invitation a été révoquée, ou un lien plus récent a été envoyé. Cherchez un e-mail plus récent ou contactez la personne qui vous a invité(e).
refused-title = Cette invitation a été refusée
refused-body = Si vous souhaitez tout de même rejoindre la boutique, demandez une nouvelle invitation à la personne qui vous a invité(e).
withdrawn-title = Cette invitation n’est plus valable
withdrawn-body = La personne qui vous a invité(e) ne peut plus accorder ces autorisations. Demandez une nouvelle invitation au titulaire du compte.
unknown-title = Ce lien ne fonctionne pas
unknown-body = Il a peut-être été coupé ou modifié en chemin. Ouvrez-le de nouveau depuis l’e-mail, ou copiez-le en entier et collez-le ici.
old-title = Ce lien est trop ancien
old-body = L’invitation n’est plus enregistrée. Demandez une nouvelle invitation à la personne qui vous a invité(e).
missing-title = Ouvrez le lien de votre e-mail
missing-body = Cette page affiche une invitation et a besoin pour cela du lien qui se trouve dans l’e-mail. Ouvrez cet e-mail et suivez son lien, ou copiez le lien et collez-le ici.
paste-link = Lien de l’e-mail
paste-hint = Vous pouvez aussi coller tout l’e-mail.
paste-open = Afficher l’invitation
paste-none = Ce texte ne contient pas de lien d’invitation.
seats-title = Aucune place n’est libre pour le moment
seats-body = Toutes les places de cette équipe sont occupées. Demandez à la personne qui vous a invité(e) d’en libérer une, puis réessayez.
busy-title = Trop de tentatives
busy-body = Veuillez réessayer plus tard. L’invitation n’est pas perdue.
domain-title = Cette adresse ne peut pas rejoindre la boutique
domain-body = La boutique n’accepte que les adresses de certains domaines. Contactez la personne qui vous a invité(e).
member-title = Vous faites déjà partie de l’équipe
member-body = Vous pouvez ouvrir la boutique avec votre compte. Vous n’avez pas besoin de l’invitation.
on-team-title = Vous faites partie de l’équipe de la boutique { $store }
on-team-body = Vous avez déjà utilisé cette invitation. Vous pouvez ouvrir la boutique.
failed-title = Une erreur s’est produite
find-stores = Voir mes boutiques

problem-malformed-request = Une erreur s’est produite. Veuillez recharger la page.
problem-invalid-field = Veuillez vérifier votre saisie.
problem-unauthenticated = Veuillez vous reconnecter.
problem-forbidden = Vous n’êtes pas autorisé(e) à le faire. Contactez le titulaire du compte.
problem-grant-exceeds-own = Il faut pour cela des autorisations que vous n’avez pas vous-même. Contactez le titulaire du compte.
problem-owner-is-fixed = Le titulaire du compte ne peut être ni modifié ni retiré ici.
problem-wrong-account = Une autre adresse a été invitée : { $email }.
problem-email-not-verified = Confirmez d’abord l’adresse de votre compte.
problem-member-suspended = Votre accès à cette boutique est suspendu. Contactez le titulaire du compte.
problem-store-closed = La boutique est fermée.
problem-not-found = Cet élément n’existe pas ou n’existe plus.
problem-already-member = Cette personne fait déjà partie de l’équipe.
problem-already-invited = Une invitation est déjà en attente pour cette adresse.
problem-invitation-not-pending = Cette invitation n’est plus en attente. Rechargez la page pour voir où elle en est.
problem-invitation-expired = Cette invitation a expiré.
problem-invitation-used = Cette invitation a déjà servi.
problem-invitation-revoked = Cette invitation a été révoquée.
problem-invitation-declined = Cette invitation a été refusée.
problem-invitation-withdrawn = Cette invitation n’est plus valable.
problem-invalid-token = Ce lien ne fonctionne pas.
problem-seat-limit-reached =
    { $limit ->
        [one] Votre abonnement comprend { $limit } place, et elle est occupée.
       *[other] Votre abonnement comprend { $limit } places, et elles sont toutes occupées.
    }
problem-precondition-failed = Quelqu’un d’autre vient de modifier cet élément. Vérifiez-le avant de décider.
problem-idempotency-key-reused = Une erreur s’est produite. Veuillez recharger la page.
problem-idempotency-key-in-use = L’opération est encore en cours. Veuillez patienter un instant.
problem-domain-not-allowed = La boutique n’accepte pas les adresses de ce domaine.
problem-quota-exceeded = Trop de demandes à la fois. Veuillez réessayer après le { $when }.
problem-unavailable = Ce service n’est pas disponible pour le moment. Veuillez réessayer dans un instant.
problem-internal = Une erreur s’est produite de notre côté. Veuillez réessayer plus tard.
problem-network = Il n’y a pas de connexion. Vérifiez-la, puis réessayez.
problem-storage-blocked = Votre navigateur bloque les données de site, dont la connexion a besoin. Autorisez les cookies et les données de site pour cette page, puis rechargez-la.
problem-other = Une erreur s’est produite. Veuillez réessayer.

unsubscribe-ask-title = Ne plus recevoir ces e-mails ?
unsubscribe-ask-body = Vous ne recevrez plus d’e-mails de ce type de la part de cette boutique. Ceux qui concernent votre propre accès vous parviendront toujours.
unsubscribe-button = Ne plus recevoir ces e-mails
unsubscribe-unsubscribed-title = Vous ne recevrez plus ces e-mails
unsubscribe-unsubscribed-body =
    { $kind ->
        [answers] La boutique { $store } ne vous écrira plus lorsqu’une personne répond à une invitation.
        [orders] La boutique { $store } ne vous écrira plus à chaque nouvelle commande.
       *[reviews] La boutique { $store } ne vous demandera plus par e-mail de vérifier qui y a accès.
    }
unsubscribe-undo = Les recevoir à nouveau
unsubscribe-subscribed-title = Vous recevez à nouveau ces e-mails
unsubscribe-subscribed-body = La boutique { $store } vous écrit comme avant.
unsubscribe-invalid-title = Ce lien ne fonctionne pas
unsubscribe-invalid-body = Il est incomplet ou trop ancien. Utilisez le lien d’un e-mail plus récent.
