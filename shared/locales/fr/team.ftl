# La page de l’équipe. Mêmes identifiants que dans en/team.ftl, qui explique les variables.

team-title = Équipe
team-sign-in = Connectez-vous pour voir les équipes de vos boutiques.
team-signed-in = Compte utilisé : { $email }
team-stores = Toutes mes boutiques
team-nav = Parties de cette page

stores-title = Vos boutiques
stores-lead = Choisissez la boutique dont vous voulez voir l’équipe.
stores-none = Vous ne faites partie de l’équipe d’aucune boutique.
stores-none-next = Vous utilisez le compte { $email }. Si l’invitation est allée à une autre de vos adresses, connectez-vous avec celle-ci ; sinon, demandez une invitation au propriétaire de la boutique.
stores-unknown = Vous ne faites pas, ou plus, partie de l’équipe de la boutique que désigne le lien.
stores-owner = Elle vous appartient
stores-member = Vous faites partie de l’équipe
waiting-title = En attente de votre réponse
waiting-by = { $inviter } vous invite à rejoindre la boutique { $store }.
waiting = Vous êtes invité(e) à rejoindre la boutique { $store }.
waiting-next = Pour la rejoindre, ouvrez le lien du message envoyé à { $email }. Il est valable jusqu’au { $when }.

seats-used =
    { $used ->
        [one] { $used } place occupée sur { $limit }
       *[other] { $used } places occupées sur { $limit }
    }
seats-any = Cet abonnement comprend un nombre illimité de places
seats-parts = Membres : { $members }. En attente : { $invited }. Le propriétaire n’occupe pas de place.
seats-full = Toutes les places sont occupées : vous ne pouvez plus inviter personne.
seats-full-owner = Retirez quelqu’un, révoquez une invitation ou choisissez un abonnement supérieur.
seats-full-manager = Retirez quelqu’un, révoquez une invitation ou demandez à { $owner } un abonnement supérieur.

members-title = Membres du personnel
members-read-only = Cette boutique appartient à { $owner }. Pour toute modification, écrivez à :
member-you = Vous
member-owner = Propriétaire
member-everything = Accès à tout
member-nothing = Aucun accès pour le moment
member-joined = Dans l’équipe depuis : { $day }
member-active = Dernière activité : { $day }
member-never = Aucune activité pour l’instant
member-ends = Fin de l’accès : { $day }
member-ended = Accès terminé : { $day }
exceeds-own = Ces droits dépassent les vôtres. Pour les modifier, adressez-vous à { $owner }.
edit = Modifier
remove = Retirer
leave = Quitter l’équipe
save = Enregistrer

list-shown = { $shown } sur { $total }
list-more = Afficher la suite
search-members = Rechercher un membre
search-invitations = Rechercher une invitation
search-hint = Nom, adresse ou droit
search-found =
    { $count ->
        [0] Aucun résultat.
        [one] Un résultat.
       *[other] { $count } résultats.
    }
search-loading = Recherche en cours : { $count } entrées parcourues…

rights-role = Rôle
rights-roles = Rôles
rights-permissions = Autorisations
rights-at-least = Choisissez au moins un élément.
rights-all = Tout cocher
rights-nobody = Vous n’avez aucun droit à donner. Adressez-vous à { $owner }.
rights-everyone = Chaque personne invitée reçoit ces droits.
rights-includes = Comprend : { $list }
rights-opens = Donne accès à : { $list }
rights-now = Droits actuels de { $name } :
access-end = Fin de l’accès
access-end-hint = L’accès prend fin de lui-même au terme de cette journée. Laissez vide pour un accès sans fin.
access-end-past = Choisissez un jour qui n’est pas encore passé.

invite = Inviter
invite-title = Inviter dans l’équipe
invite-addresses = Adresses e-mail
invite-addresses-hint = Une ou plusieurs. Collez votre liste telle quelle : espaces, virgules et retours à la ligne séparent les adresses.
invite-address = Adresse e-mail
invite-count =
    { $count ->
        [one] Une adresse
       *[other] { $count } adresses
    }
invite-none = Saisissez au moins une adresse e-mail.
invite-wrong = Ce n’est pas une adresse e-mail : { $list }
invite-wrong-address = Cette adresse ne peut pas recevoir d’e-mails.
invite-seats =
    { $available ->
        [one] Il ne reste qu’une place.
       *[other] Il ne reste que { $available } places.
    }
invite-language = Langue de la personne
invite-language-hint = Pour le message et les pages qui suivent. Elle pourra en changer.
invite-days =
    { $days ->
        [one] Le lien du message est valable un jour.
       *[other] Le lien du message est valable { $days } jours.
    }
invite-send =
    { $count ->
        [0] Envoyer l’invitation
        [one] Envoyer l’invitation
       *[other] Envoyer { $count } invitations
    }
invite-sent =
    { $count ->
        [one] L’invitation est en route : { $list }
       *[other] { $count } invitations sont en route : { $list }
    }
invite-failed =
    { $count ->
        [one] Une adresse n’a pas pu être invitée. Corrigez-la et réessayez, ou laissez-la de côté.
       *[other] { $count } adresses n’ont pas pu être invitées. Corrigez-les et réessayez, ou laissez-les de côté.
    }
invite-leave-out = Laisser de côté
invite-again = Votre saisie est conservée. Si vous renvoyez, personne ne sera invité deux fois.

nav-invitations = En attente
invitations-title = Invitations en attente
invitations-none = Aucune invitation en cours.
invitations-none-next = Les personnes que vous invitez figurent ici tant qu’elles n’ont pas rejoint l’équipe.
invited-by = Invitation de { $name } : { $day }
invited-on = Invitation : { $day }
invited-language = Langue : { $language }
invited-until = Lien valable jusqu’au : { $when }
invited-expired = Lien expiré : { $when }
delivery-queued = Envoi en cours
delivery-sent = Envoyée
delivery-delivered = Remise
delivery-bounced = Non remise
delivery-complained = Signalée comme indésirable
delivery-failed = Envoi impossible
status-expired = Expirée
help-bounced = La boîte n’existe pas ou n’accepte pas de messages. Révoquez cette invitation, puis invitez la bonne adresse.
help-complained = La personne a signalé le message comme indésirable. Parlez-lui avant de renvoyer l’invitation.
help-failed = Le service d’envoi n’a pas pris le message. Vérifiez l’adresse, puis renvoyez l’invitation.
help-expired = Le lien n’a pas servi à temps. Renvoyez l’invitation ou révoquez-la.
help-over = L’accès proposé est déjà terminé. Invitez à nouveau avec une autre date de fin.
resend = Renvoyer
resent = Un nouveau lien est en route vers { $email }. Le précédent ne fonctionne plus.
revoke = Révoquer
revoke-title = Révoquer l’invitation ?
revoke-body = Le lien envoyé à { $email } cesse aussitôt de fonctionner.
revoke-untold = Aucun message n’est envoyé à ce sujet.
revoked = L’invitation de { $email } a été révoquée.

edit-title = Droits de { $name }
edit-invitation-title = Invitation de { $email }
edit-mailed = { $name } recevra un message avec ses nouveaux droits.
edit-link-stays = Le lien du message reste le même.
changed = Les droits de { $name } ont été modifiés.
changed-invitation = L’invitation de { $email } a été modifiée.
changed-meanwhile = Quelqu’un d’autre a modifié ces données entre-temps. Voici leur état actuel : relisez, puis enregistrez.
gone-meanwhile = Ceci n’existe plus : quelqu’un d’autre l’a retiré.
remove-title = Retirer { $name } de l’équipe ?
remove-body = Son accès à la boutique { $store } prend fin aussitôt. Son compte personnel et ses accès à d’autres boutiques restent inchangés.
remove-mailed = { $name } en est averti(e) par e-mail.
remove-seat = La place se libère.
remove-again = Pour retravailler ensemble, il faudra inviter à nouveau cette personne.
removed = { $name } ne fait plus partie de l’équipe.
leave-title = Quitter l’équipe de la boutique { $store } ?
leave-body = Votre accès à cette boutique prend fin aussitôt. Votre compte personnel et vos accès à d’autres boutiques restent inchangés. Pour revenir, il vous faudra une nouvelle invitation.
left = Vous ne faites plus partie de l’équipe de la boutique { $store }.

settings-title = Paramètres
settings-support = Laisser entrer les agents d’assistance
settings-support-hint = Ils peuvent alors agir dans cette boutique à votre place et à celle de tous les membres de l’équipe.
settings-domains = Domaines autorisés
settings-domains-hint = Seules les adresses de ces domaines peuvent être invitées et rejoindre l’équipe. Séparez-les par des espaces, des virgules ou des retours à la ligne. Laissez vide pour tout autoriser.
settings-domains-wrong = Ce n’est pas un domaine : { $list }
settings-saved = Les paramètres sont enregistrés.

activities-title = Activités
activities-lead = Toute l’équipe a accès à toutes les activités. Les commandes sont annoncées par e-mail à celles et ceux dont le rôle le prévoit, là où l’option est cochée ici.
activities-none = Il n’y a pas encore d’activité.
activity-orders = Annoncer les nouvelles commandes par e-mail
activity-orders-on = Nouvelles commandes annoncées par e-mail
activity-orders-off = Nouvelles commandes non annoncées
activity-add = Ajouter une activité
activity-name = Nom de l’activité
activity-name-missing = Saisissez un nom.
activity-rename = Renommer
activity-saved = Enregistré : { $name }

history-title = Historique
history-lead = Les changements des 400 derniers jours, du plus récent au plus ancien.
history-none = Il ne s’est encore rien passé.
history-from = depuis { $ip }
actor-platform = La plateforme
actor-service = Staffroom
actor-invitee = La personne invitée
actor-user = Quelqu’un
event-store-created = { $actor } a ouvert la boutique.
event-store-changed = { $actor } a modifié les paramètres de la boutique.
event-store-transferred = { $actor } a transféré la boutique de { $from } à { $to }.
event-invitation-created = { $actor } a invité { $email }.
event-invitation-resent = { $actor } a envoyé un nouveau lien à { $email }.
event-invitation-renewed = { $email } a demandé un nouveau lien.
event-invitation-changed = { $actor } a modifié l’invitation de { $email }.
event-invitation-revoked = { $actor } a révoqué l’invitation de { $email }.
event-invitation-accepted = { $member } a rejoint l’équipe.
event-invitation-declined = { $email } a refusé l’invitation.
event-invitation-withdrawn = L’invitation de { $email } a été retirée : la personne qui l’avait envoyée ne peut plus accorder ces droits.
event-invitation-expired = L’invitation de { $email } a expiré sans réponse.
event-invitation-undelivered = L’invitation à { $email } n’a pas été remise.
event-invitation-unwanted = L’invitation à { $email } a été signalée comme indésirable.
event-member-changed = { $actor } a modifié les droits de { $member }.
event-member-removed = { $actor } a retiré { $member } de l’équipe.
event-member-left = { $member } a quitté l’équipe.
event-member-profile-changed = { $member } a modifié son profil.
event-member-access-ending = La fin prochaine de l’accès a été rappelée à { $member }.
event-activity-put = { $actor } a enregistré l’activité { $name }.
event-app-installed = { $actor } a installé l’application { $app }.
event-review-due = Le propriétaire a été invité à passer l’équipe en revue.
event-other = { $actor } a fait un changement : { $type }
detail-rights = Droits : { $list }
detail-added = Ajouts : { $list }
detail-taken = Retraits : { $list }
detail-invited = Adresse invitée : { $email }
detail-reason = Raison : { $reason }
detail-address = Adresse : { $after }, auparavant { $before }
detail-name = Nom : { $name }
detail-plan = Abonnement : { $plan }
detail-support-on = Les agents d’assistance peuvent entrer.
detail-support-off = Les agents d’assistance ne peuvent pas entrer.
detail-domains = Domaines autorisés : { $list }
detail-domains-all = Les adresses de tous les domaines sont autorisées.

# TODO
sign-in-cancelled = You came back without signing in.
read-at = As of { $when }
read-again = Refresh
entry-unreadable = This entry cannot be shown.
seats-owner = Pending invitations take a seat, the owner does not.
seats-upgrade = View larger plans
rights-none = Select none
rights-offered = { $email }, offered permissions:
invite-recipients = Addresses found
invite-ready =
    { $ready ->
        [one] One of { $count } addresses can be invited.
       *[other] { $ready } of { $count } addresses can be invited.
    }
invite-none-ready = None of these addresses can be invited.
invite-no-seat = No seat is free for this address.
invite-repeated = entered { $count } times
invite-rest = No address found in: { $list }
invite-unread = The list is too long to be read at once. Its end stays in the field.
invite-later =
    { $count ->
        [one] One address exceeds the { $limit } that can be invited at once. It stays in the field.
       *[other] { $count } addresses exceed the { $limit } that can be invited at once. They stay in the field.
    }
invite-faulty-more =
    { $count ->
        [one] One more address cannot be invited.
       *[other] { $count } more addresses cannot be invited.
    }
advice-slip = Is this a typing error?
advice-shared = Several people or nobody may read emails to this address.
invite-instead = Use { $email }
