# Les pages : ce qu’elles ont en commun, et celle qu’ouvre le lien d’une invitation. Mêmes identifiants que dans
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

join-opening = Votre invitation
join-title = Rejoignez l’équipe de la boutique { $store }
join-invited = { $inviter } vous invite à participer à la gestion de cette boutique.
join-invited-by-team = Vous êtes invité(e) à participer à la gestion de cette boutique.
join-rights = Vos accès
join-for = Adresse invitée
join-expires = Valable jusqu’au
join-ends = Fin des accès
join-button = Rejoindre la boutique
join-button-as = Rejoindre avec { $email }
join-next = À l’étape suivante, vous vous connectez. Si vous n’avez pas encore de compte, vous pouvez en créer un.
join-signed-in = Vous utilisez le compte { $email }.
join-other-account = Vous utilisez le compte { $email }, qui n’est pas l’adresse invitée. Vous pouvez rejoindre la boutique avec ce compte ou en choisir un autre. { $invited }
join-switch = Utiliser un autre compte
join-decline = Refuser l’invitation
join-consent = Rien ne se fera sans votre accord.
join-cancelled = Vous êtes de retour sans vous être connecté(e). L’invitation reste valable.
join-sign-in-failed = La connexion n’a pas abouti. Veuillez réessayer.

joined-title = Bienvenue dans l’équipe de la boutique { $store }
joined-body = C’est fait : vous faites partie de l’équipe et pouvez commencer tout de suite.
joined-open = Ouvrir la boutique
joined-team = Voir l’équipe

decline-title = Refuser l’invitation ?
decline-body = L’équipe de la boutique { $store } saura que vous ne la rejoignez pas. Ce lien ne fonctionnera plus.
decline-reason = Votre raison
decline-reason-hint = L’équipe pourra la lire.
decline-confirm = Refuser
declined-title = Vous avez refusé l’invitation
declined-body = L’équipe de la boutique { $store } en est informée. Vous n’avez rien d’autre à faire.
declined-again = Si vous changez d’avis, demandez une nouvelle invitation.

wrong-account-title = Une autre adresse a été invitée
wrong-account-body = Vous utilisez le compte { $email }. L’invitation est destinée à { $invited }.
wrong-account-next = Pour rejoindre la boutique, connectez-vous avec l’adresse invitée.
not-verified-title = Confirmez d’abord votre adresse
not-verified-body = L’adresse de votre compte, { $email }, n’est pas encore confirmée. Ouvrez le message de confirmation de votre compte, suivez son lien, puis revenez ici et reconnectez-vous.
sign-in-again = Se reconnecter

expired-title = Cette invitation a expiré
expired-body = Une invitation n’est valable que quelques jours. Nous pouvons envoyer un nouveau lien à l’adresse invitée.
expired-button = Envoyer un nouveau lien
renewed-title = Un nouveau lien est en route
renewed-body = Nous l’avons envoyé à l’adresse invitée. Il devrait arriver d’ici quelques minutes ; pensez à regarder dans les courriers indésirables. Vous pouvez fermer cette page.

used-title = Cette invitation a déjà servi
used-body = Quelqu’un a déjà rejoint la boutique avec ce lien. Si c’était vous, connectez-vous pour la retrouver.
revoked-title = Ce lien ne fonctionne plus
revoked-body = L’invitation a été annulée, ou un lien plus récent a été envoyé. Cherchez un message plus récent ou adressez-vous à la personne qui vous a invité(e).
refused-title = Cette invitation a été refusée
refused-body = Si vous souhaitez tout de même rejoindre la boutique, demandez une nouvelle invitation à la personne qui vous a invité(e).
withdrawn-title = Cette invitation n’est plus valable
withdrawn-body = La personne qui vous a invité(e) ne peut plus accorder ces accès. Demandez une nouvelle invitation au propriétaire de la boutique.
unknown-title = Ce lien ne fonctionne pas
unknown-body = Il a peut-être été coupé ou mal recopié. Ouvrez-le de nouveau depuis le message, ou copiez-le en entier.
missing-title = Ouvrez le lien de votre message
missing-body = Cette page affiche une invitation et a besoin pour cela du lien qui se trouve dans le message. Ouvrez ce message et suivez son lien.
seats-title = Aucune place n’est libre pour le moment
seats-body = Toutes les places de cette équipe sont prises. Demandez à la personne qui vous a invité(e) d’en libérer une, puis réessayez.
busy-title = Trop de tentatives
busy-body = Veuillez réessayer plus tard. L’invitation n’est pas perdue.
domain-title = Cette adresse ne peut pas rejoindre la boutique
domain-body = La boutique n’accepte que les adresses de certains domaines. Adressez-vous à la personne qui vous a invité(e).
member-title = Vous faites déjà partie de l’équipe
member-body = Vous pouvez ouvrir la boutique avec votre compte. L’invitation n’était pas nécessaire.
failed-title = Cela n’a pas fonctionné
find-stores = Me connecter à mes boutiques

problem-malformed-request = Cela n’a pas fonctionné. Veuillez recharger la page.
problem-invalid-field = Veuillez vérifier votre saisie.
problem-unauthenticated = Veuillez vous reconnecter.
problem-forbidden = Vous n’avez pas le droit de le faire. Adressez-vous au propriétaire de la boutique.
problem-grant-exceeds-own = Il faut pour cela des droits que vous n’avez pas vous-même. Adressez-vous au propriétaire de la boutique.
problem-owner-is-fixed = Le propriétaire ne peut être ni modifié ni retiré ici.
problem-wrong-account = Une autre adresse a été invitée : { $email }.
problem-email-not-verified = Confirmez d’abord l’adresse de votre compte.
problem-not-found = Cet élément n’existe pas ou n’existe plus.
problem-already-member = Cette personne fait déjà partie de l’équipe.
problem-already-invited = Une invitation est déjà en cours pour cette adresse.
problem-invitation-not-pending = Cette invitation n’est plus en cours. Rechargez la page pour voir où elle en est.
problem-invitation-expired = Cette invitation a expiré.
problem-invitation-used = Cette invitation a déjà servi.
problem-invitation-revoked = Cette invitation a été annulée.
problem-invitation-declined = Cette invitation a été refusée.
problem-invitation-withdrawn = Cette invitation n’est plus valable.
problem-invalid-token = Ce lien ne fonctionne pas.
problem-seat-limit-reached =
    { $limit ->
        [one] La formule comprend { $limit } place, et elle est prise.
       *[other] La formule comprend { $limit } places, et elles sont toutes prises.
    }
problem-precondition-failed = Quelqu’un d’autre vient de modifier cet élément. Regardez-le de nouveau, puis décidez.
problem-idempotency-key-reused = Cela n’a pas fonctionné. Veuillez recharger la page.
problem-idempotency-key-in-use = L’opération est encore en cours. Veuillez patienter un instant.
problem-domain-not-allowed = La boutique n’accepte pas les adresses de ce domaine.
problem-quota-exceeded = Cela fait beaucoup à la fois. Veuillez réessayer après le { $when }.
problem-unavailable = Cela ne fonctionne pas pour le moment. Veuillez réessayer dans un instant.
problem-internal = Un problème est survenu de notre côté. Veuillez réessayer plus tard.
problem-network = Il n’y a pas de connexion. Vérifiez-la, puis réessayez.
problem-other = Cela n’a pas fonctionné. Veuillez réessayer.

# TODO
date-unknown = unknown date
list-few =
    { $more ->
        [one] { $shown } and one more
       *[other] { $shown } and { $more } more
    }
list-more-count =
    { $count ->
        [one] One more
       *[other] { $count } more
    }
discard-question = What you entered has not been sent. Discard it?
discard-keep = Continue editing
discard = Discard
paste-link = Link from the email
paste-hint = You can also paste the whole email.
paste-open = Show the invitation
paste-none = There is no invitation link in this text.
on-team-title = You are on the team of { $store }
on-team-body = You have already used this invitation. You can open the store.
problem-storage-blocked = Your browser blocks site data, which signing in needs. Allow cookies and site data for this page, then reload it.
