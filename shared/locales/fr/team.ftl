# Les textes de la page de l’équipe. Mêmes identifiants que dans en/team.ftl, qui explique les variables.

team-title = Équipe
team-sign-in = Connectez-vous pour voir les équipes de vos boutiques.
sign-in-cancelled = Vous êtes de retour sans vous être connecté(e).
team-signed-in = Compte utilisé : { $email }
team-stores = Toutes mes boutiques
team-nav = Rubriques
read-at = État : { $when }
read-again = Actualiser
entry-unreadable = Cette entrée ne peut pas être affichée.
act-on = { $act } : { $name }
list-cut = Seules les { $shown } premières entrées figurent ici. Affichez-les toutes avant d’imprimer.

stores-title = Vos boutiques
stores-lead = Choisissez la boutique dont vous voulez voir l’équipe.
stores-none = Vous ne faites partie de l’équipe d’aucune boutique.
stores-none-next = Vous utilisez le compte { $email }. Si l’invitation est allée à une autre de vos adresses, connectez-vous avec celle-ci ; sinon, demandez une invitation au titulaire du compte de la boutique.
stores-unknown = Vous ne faites pas partie de l’équipe de cette boutique, ou n’en faites plus partie.
stores-owner = Votre boutique
stores-member = Vous faites partie de l’équipe
waiting-title = Invitations pour vous
waiting-by = { $inviter } vous invite à rejoindre la boutique { $store }.
waiting = Vous êtes invité(e) à rejoindre la boutique { $store }.
waiting-until = L’invitation est valable jusqu’au { $when }.
waiting-decline = L’équipe de la boutique { $store } saura que vous ne la rejoignez pas. Le lien de l’e-mail ne fonctionnera plus.
waiting-expired = L’invitation a expiré le { $when }.
waiting-renew = Me renvoyer l’e-mail
waiting-renewed = Un nouvel e-mail est en route vers { $email }. Vous pouvez aussi rejoindre la boutique ici même.

profile = Profil
profile-title = Votre profil
profile-lead = Le nom et la langue valent pour toutes les équipes dont vous faites partie.
profile-name = Nom
profile-name-hint = Visible par tous les membres de vos équipes.
profile-name-missing = Saisissez votre nom.
profile-language-hint = Pour cette page et pour les e-mails que vous recevez.
profile-account-name = Nom indiqué dans votre compte : { $name }
profile-use = Utiliser { $name }
profile-saved = Profil enregistré.
profile-owner = Votre nom de titulaire du compte vient de la plateforme et se modifie uniquement sur celle-ci. La langue de cette page se choisit en haut.

seats-used =
    { $used ->
        [one] { $used } place occupée sur { $limit }
       *[other] { $used } places occupées sur { $limit }
    }
seats-any = Nombre de places illimité
seats-owner = Une invitation en attente occupe une place, le titulaire du compte n’en occupe pas.
seats-full = Toutes les places sont occupées.
seats-full-owner = Pour inviter quelqu’un d’autre, retirez un membre, révoquez une invitation ou choisissez un abonnement supérieur.
seats-full-manager = Pour inviter quelqu’un d’autre, retirez un membre, révoquez une invitation ou demandez un abonnement supérieur à { $owner }.
seats-upgrade = Voir les abonnements supérieurs

members-title = Membres
members-read-only = Titulaire du compte de cette boutique : { $owner }. Pour toute modification, écrivez à :
member-you = Vous
member-owner = Titulaire
member-everything = Accès complet
member-nothing = Aucun accès pour l’instant
member-joined = Dans l’équipe depuis : { $day }
member-active = Dernière activité : { $day }
member-never = Aucune activité pour l’instant
member-ends = Fin de l’accès : { $day }
member-ended = Accès terminé : { $day }
member-suspended = Accès suspendu
member-suspend = Suspendre l’accès
member-suspend-hint = Aucun accès jusqu’à nouvel ordre. Les autorisations et la place sont conservées.
member-bounced = Les e-mails envoyés à cette adresse reviennent.
member-complained = Cette personne a signalé un e-mail comme indésirable.
exceeds-own = Cela comprend des autorisations que vous n’avez pas vous-même. Pour les modifier, contactez { $owner }.
edit = Modifier
remove = Retirer
leave = Quitter l’équipe
save = Enregistrer

list-shown = { $shown } sur { $total }
list-more = Afficher la suite
search-members = Rechercher un membre
search-invitations = Rechercher une invitation
search-hint = Nom, adresse, rôle ou autorisation
search-hint-many = Début d’un nom ou d’une adresse
search-found =
    { $count ->
        [0] Aucun résultat.
        [one] Un résultat.
       *[other] { $count } résultats.
    }
search-busy = Recherche en cours…
search-more = { $count } premiers résultats

rights-role = Rôle
rights-roles = Rôles
rights-permissions = Autorisations
rights-at-least = Choisissez au moins un élément.
rights-all = Tout sélectionner
rights-none = Tout désélectionner
rights-nobody = Vous n’avez aucune autorisation à accorder. Contactez { $owner }.
rights-everyone = Chaque personne invitée reçoit ce rôle.
rights-includes = Comprend : { $list }
rights-opens = Donne accès à : { $list }
rights-now = { $name }, autorisations actuelles :
rights-offered = { $email }, autorisations proposées :
access-end = Fin de l’accès
access-end-hint = L’accès prend fin automatiquement au terme de cette journée ({ $zone }). Laissez vide pour un accès sans fin.
access-end-past = Choisissez un jour qui n’est pas encore passé.

invite = Inviter
invite-title = Inviter dans l’équipe
invite-addresses = Adresses e-mail
invite-addresses-hint = Une ou plusieurs. Collez votre liste telle quelle : chaque adresse y est trouvée.
invite-recipients = Adresses trouvées
invite-count =
    { $count ->
        [one] Une adresse
       *[other] { $count } adresses
    }
invite-ready =
    { $ready ->
        [0] Aucune des { $count } adresses ne peut être invitée.
        [one] Une seule des { $count } adresses peut être invitée.
       *[other] { $ready } adresses sur { $count } peuvent être invitées.
    }
invite-none = Saisissez au moins une adresse e-mail.
invite-none-ready = Aucune de ces adresses ne peut être invitée.
invite-wrong-address = Cette adresse ne peut pas recevoir d’e-mails.
invite-no-seat = Il n’y a plus de place pour cette adresse.
invite-repeated = saisie { $count } fois
invite-rest = Aucune adresse trouvée dans : { $list }
invite-unread = La liste est trop longue pour être lue en une fois. La fin reste dans le champ.
invite-later =
    { $count ->
        [one] Une adresse dépasse les { $limit } invitations possibles en une fois. Elle reste dans le champ.
       *[other] { $count } adresses dépassent les { $limit } invitations possibles en une fois. Elles restent dans le champ.
    }
invite-faulty-more =
    { $count ->
        [one] Une autre adresse ne peut pas être invitée.
       *[other] { $count } autres adresses ne peuvent pas être invitées.
    }
advice-slip = Serait-ce une faute de frappe ?
advice-shared = Cette adresse est peut-être lue par plusieurs personnes, ou par aucune.
invite-instead = Utiliser { $email }
invite-seats =
    { $available ->
        [one] Il ne reste qu’une place.
       *[other] Il ne reste que { $available } places.
    }
invite-language = Langue
invite-language-hint = Pour l’e-mail et les pages qui suivent. La personne pourra en changer.
invite-days =
    { $days ->
        [one] Le lien de l’e-mail est valable un jour.
       *[other] Le lien de l’e-mail est valable { $days } jours.
    }
invite-send =
    { $count ->
        [0] Envoyer l’invitation
        [one] Envoyer l’invitation
       *[other] Envoyer { $count } invitations
    }
invite-sent =
    { $count ->
        [one] Invitation envoyée : { $list }
       *[other] { $count } invitations envoyées : { $list }
    }
invite-failed =
    { $count ->
        [one] Une adresse n’a pas été invitée. Le motif est indiqué à côté.
       *[other] { $count } adresses n’ont pas été invitées. Le motif est indiqué à côté de chacune.
    }
invite-leave-out = Laisser de côté
invite-again = Votre saisie est conservée. Si vous renvoyez, personne ne sera invité deux fois.

nav-invitations = En attente
invitations-title = Invitations en attente
invitations-none = Aucune invitation en attente.
invitations-none-next = Les personnes que vous invitez figurent ici tant qu’elles n’ont pas rejoint l’équipe.
invited-by = Invitation envoyée par { $name } : { $day }
invited-on = Invitation envoyée : { $day }
invited-language = Langue : { $language }
invited-until = Lien valable jusqu’au : { $when }
invited-expired = Lien expiré : { $when }
delivery-none = Sans e-mail
delivery-queued = Envoi en cours
delivery-sent = Envoyée
delivery-delivered = Remise
delivery-bounced = Non remise
delivery-complained = Signalée comme indésirable
delivery-failed = Envoi impossible
status-expired = Expirée
help-bounced = La boîte n’existe pas ou n’accepte pas d’e-mails. Révoquez cette invitation, puis invitez la bonne adresse.
help-complained = La personne a signalé l’e-mail comme indésirable. Parlez-lui avant de renvoyer l’invitation.
help-failed = Le service d’envoi n’a pas accepté l’e-mail. Vérifiez l’adresse, puis renvoyez l’invitation.
help-expired = Le lien n’a pas servi à temps. Renvoyez l’invitation ou révoquez-la.
help-over = La période d’accès est terminée. Invitez à nouveau avec une date de fin plus lointaine.
resend = Renvoyer
resent = Un nouveau lien est en route vers { $email }. Le précédent ne fonctionne plus.
revoke = Révoquer
revoke-title = Révoquer l’invitation ?
revoke-body = Le lien envoyé à { $email } cesse aussitôt de fonctionner.
revoke-untold = Aucun e-mail n’est envoyé à ce sujet.
revoked = L’invitation envoyée à { $email } a été révoquée.

edit-title = Modifier les autorisations : { $name }
edit-invitation-title = Modifier l’invitation : { $email }
edit-mailed = { $name } recevra un e-mail avec ses nouvelles autorisations.
edit-link-stays = Le lien de l’e-mail reste le même.
edit-link-new = Une nouvelle invitation avec un nouveau lien est envoyée à cette adresse. L’ancien lien n’est plus valable.
edit-address = Adresse
edit-address-hint = Avec une autre adresse, le lien déjà envoyé n’est plus valable.
changed = Autorisations enregistrées : { $name }
changed-invitation = Invitation enregistrée : { $email }
changed-meanwhile = Quelqu’un d’autre a modifié ces données entre-temps. Voici leur état actuel : vérifiez-le, puis enregistrez.
gone-meanwhile = Cet élément n’existe plus : quelqu’un d’autre l’a retiré.
remove-title = Retirer { $name } de l’équipe ?
remove-body = Son accès à la boutique { $store } prend fin aussitôt. Son compte personnel et son accès à d’autres boutiques restent inchangés.
remove-mailed = { $name } en sera informé(e) par e-mail.
remove-seat = La place se libère.
remove-again = Pour retravailler ensemble, il faudra inviter à nouveau cette personne.
removed = Retrait de l’équipe : { $name }
leave-title = Quitter l’équipe de la boutique { $store } ?
leave-body = Votre accès à cette boutique prend fin aussitôt. Votre compte personnel et votre accès à d’autres boutiques restent inchangés. Pour revenir, il vous faudra une nouvelle invitation.
left = Vous ne faites plus partie de l’équipe de la boutique { $store }.

settings-title = Paramètres
settings-support = Autoriser l’accès de l’assistance
settings-support-hint = Les agents d’assistance peuvent alors agir dans cette boutique à votre place et à celle de tous les membres de l’équipe.
settings-domains = Domaines autorisés
settings-domains-hint = Seules les adresses de ces domaines peuvent être invitées et rejoindre l’équipe. Séparez-les par des espaces, des virgules ou des retours à la ligne. Laissez vide pour tout autoriser.
settings-domains-wrong = Ce n’est pas un domaine : { $list }
settings-saved = Paramètres enregistrés.

activities-title = Activités
activities-lead = Toute l’équipe a accès à toutes les activités. Les nouvelles commandes sont annoncées par e-mail aux personnes dont le rôle le prévoit, là où l’option est cochée ici.
activities-none = Aucune activité pour l’instant.
activity-orders = Annoncer les nouvelles commandes par e-mail
activity-orders-on = Nouvelles commandes annoncées par e-mail
activity-orders-off = Nouvelles commandes non annoncées
activity-add = Ajouter une activité
activity-name = Nom de l’activité
activity-name-missing = Saisissez un nom.
activity-rename = Renommer
activity-delete = Supprimer
activity-delete-title = Supprimer l’activité { $name } ?
activity-delete-body = Ses nouvelles commandes ne sont plus annoncées. Elle reste dans l’historique.
activity-deleted = Supprimée : { $name }
activity-saved = Enregistré : { $name }

history-title = Historique
history-lead = Les changements des 400 derniers jours, du plus récent au plus ancien.
history-none = Aucun changement pour l’instant.
history-from = adresse IP : { $ip }
actor-platform = La plateforme
actor-service = Staffroom
actor-invitee = La personne invitée
actor-user = Quelqu’un
event-store-created = { $actor } a ouvert la boutique.
event-store-changed = { $actor } a modifié les paramètres de la boutique.
event-store-transferred = { $actor } a transféré la boutique. Ancien titulaire du compte : { $from } ; nouveau : { $to }.
event-invitation-created = { $actor } a invité { $email }.
event-invitation-resent = { $actor } a envoyé un nouveau lien à { $email }.
event-invitation-link-copied = { $actor } a copié le lien destiné à { $email }.
event-invitation-renewed = { $email } a demandé un nouveau lien.
event-invitation-changed = { $actor } a modifié l’invitation envoyée à { $email }.
event-invitation-revoked = { $actor } a révoqué l’invitation envoyée à { $email }.
event-invitation-superseded = L’invitation envoyée à { $email } a pris fin, car cette personne fait déjà partie de l’équipe.
event-invitation-accepted = { $member } a rejoint l’équipe.
event-invitation-declined = { $email } a refusé l’invitation.
event-invitation-withdrawn = L’invitation envoyée à { $email } a été retirée : la personne qui l’avait envoyée ne peut plus accorder ces autorisations.
event-invitation-expired = L’invitation envoyée à { $email } a expiré sans réponse.
event-invitation-undelivered = L’invitation envoyée à { $email } n’a pas été remise.
event-invitation-unwanted = L’invitation envoyée à { $email } a été signalée comme indésirable.
event-member-added = { $actor } a ajouté { $member } à l’équipe.
event-member-changed = { $actor } a modifié les autorisations : { $member }
event-member-removed = { $actor } a retiré { $member } de l’équipe.
event-member-left = { $member } a quitté l’équipe.
event-member-suspended = { $actor } a suspendu l’accès : { $member }
event-member-resumed = { $actor } a rétabli l’accès : { $member }
event-member-profile-changed = { $member } a modifié son profil.
event-member-access-ending = La fin prochaine de l’accès a été rappelée à { $member }.
event-member-access-ended = L’accès a pris fin : { $member }
event-activity-put = { $actor } a enregistré l’activité { $name }.
event-activity-deleted = { $actor } a supprimé l’activité { $name }.
event-role-created = { $actor } a créé le rôle { $name }.
event-role-changed = { $actor } a modifié le rôle { $name }.
event-role-deleted = { $actor } a supprimé le rôle { $name }.
event-app-installed = { $actor } a installé l’application { $app }.
event-review-due = Le titulaire du compte a été invité à passer l’équipe en revue.
event-person-erased = { $actor } a fait effacer les données d’une personne.
event-person-moved = { $actor } a rattaché une personne à un autre compte.
event-other = { $actor } a fait un changement : { $type }
detail-rights = Autorisations : { $list }
detail-added = Ajoutées : { $list }
detail-taken = Retirées : { $list }
detail-invited = Adresse invitée : { $email }
detail-reason = Motif : { $reason }
detail-address = Adresse : { $after }, auparavant { $before }
detail-name = Nom : { $name }
detail-plan = Abonnement : { $plan }
detail-support-on = L’accès de l’assistance est autorisé.
detail-support-off = L’accès de l’assistance n’est pas autorisé.
detail-domains = Domaines autorisés : { $list }
detail-domains-all = Les adresses de tous les domaines sont autorisées.
detail-owner = Titulaire : { $after }, auparavant { $before }
detail-admin-url = Adresse de l’administration : { $after }
detail-time-zone = Fuseau horaire : { $zone }
detail-no-end = L’accès n’a plus de date de fin.
