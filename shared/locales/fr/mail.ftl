# Les e-mails. Mêmes identifiants que dans en/mail.ftl, qui explique les variables.

from-name = { $store } via { $brand }
link-in-full = Si le bouton ne fonctionne pas, copiez cette adresse dans votre navigateur :
open-store = Ouvrir la boutique
open-team = Voir l’équipe
open-invitations = Voir les invitations
why-member = Vous recevez cet e-mail parce que vous faites partie de l’équipe de la boutique { $store }.
why-manager = Vous recevez cet e-mail parce que vous gérez la boutique { $store }.
why-owner = Vous recevez cet e-mail parce que la boutique { $store } vous appartient.
unsubscribe = Ne plus recevoir ces e-mails

invitation-subject = Vous avez été invité(e) à gérer la boutique { $store }
invitation-title = Rejoignez l’équipe de la boutique { $store }
invitation-body = { $inviter } vous invite à participer à la gestion de la boutique { $store }.
invitation-rights = Vos autorisations :
invitation-ends = Votre accès prendra fin le { $ends }.
invitation-note = Note laissée par { $inviter } :
invitation-button = Rejoindre la boutique
invitation-address = Pour accepter, connectez-vous avec l’adresse { $email } ou créez un compte avec cette adresse.
invitation-any-address = Cette invitation a été envoyée à { $email }.
invitation-expires = Cette invitation est valable jusqu’au { $expires } et ne peut servir qu’une fois. Si vous préférez la refuser, vous pourrez le faire sur la même page.
invitation-why = Vous recevez cet e-mail car { $inviter } a saisi votre adresse pour vous inviter. Si vous ne vous y attendiez pas, ignorez-le simplement : rien ne se fera sans votre accord.

reminder-subject = Votre invitation à gérer la boutique { $store } expire bientôt
reminder-title = Votre invitation expire bientôt
reminder-body = { $inviter } vous invite à participer à la gestion de la boutique { $store }. Vous n’avez pas encore répondu.

access-changed-subject = Vos autorisations dans la boutique { $store } ont changé
access-changed-title = Vos autorisations ont changé
access-changed-body = { $actor } a modifié vos autorisations dans la boutique { $store }.
access-changed-added = Ajoutées :
access-changed-taken = Retirées :
access-changed-now = Vos autorisations désormais :
access-changed-none = Vous n’avez plus accès à aucune partie de cette boutique.
access-changed-ends = Votre accès prendra fin le { $ends }.
access-changed-lifted = Votre accès n’a plus de date de fin.

removed-subject = Votre accès à la boutique { $store } a pris fin
removed-title = Votre accès a pris fin
removed-body = Vous ne faites plus partie de l’équipe de la boutique { $store } et ne pouvez plus l’ouvrir.
removed-account = Votre compte personnel et votre accès à d’autres boutiques restent inchangés.
removed-next = Si vous pensez qu’il s’agit d’une erreur, contactez le titulaire du compte : { $contact }.
removed-why = Vous recevez cet e-mail parce que vous faisiez partie de l’équipe de la boutique { $store }.

accepted-subject = { $who } a rejoint la boutique { $store }
accepted-title = Invitation acceptée
accepted-body = { $person } a accepté l’invitation et fait maintenant partie de l’équipe de la boutique { $store }.
accepted-forwarded = L’invitation avait été envoyée à { $email }.

declined-subject = { $email } a refusé l’invitation à la boutique { $store }
declined-title = Invitation refusée
declined-body = { $email } a refusé l’invitation à rejoindre la boutique { $store }.
declined-reason = Motif indiqué :
declined-next = Cette invitation est close. Vous pouvez en envoyer une nouvelle à tout moment.

answers-subject =
    { $count ->
        [one] Une réponse à une invitation à rejoindre la boutique { $store }
       *[other] { $count } réponses à des invitations à rejoindre la boutique { $store }
    }
answers-title = Réponses aux invitations
answers-body =
    { $count ->
        [one] Une personne a répondu à une invitation à rejoindre la boutique { $store }.
       *[other] { $count } personnes ont répondu à une invitation à rejoindre la boutique { $store }.
    }
answers-joined = Ont accepté :
answers-declined = Ont refusé :
answers-more =
    { $more ->
        [one] Et une autre réponse.
       *[other] Et { $more } autres réponses.
    }

undelivered-subject =
    { $cause ->
        [complained] L’invitation envoyée à { $email } a été signalée comme indésirable
       *[other] L’invitation envoyée à { $email } n’a pas pu être remise
    }
undelivered-title =
    { $cause ->
        [complained] Invitation signalée comme indésirable
       *[other] Invitation non remise
    }
undelivered-body =
    { $cause ->
        [bounced] Votre invitation à la boutique { $store } nous est revenue : la boîte { $email } n’existe pas ou n’accepte pas d’e-mails.
        [complained] Le destinataire { $email } a signalé votre invitation à la boutique { $store } comme indésirable.
       *[refused] Notre service d’envoi n’a pas accepté de transmettre à { $email } votre invitation à la boutique { $store }.
    }
undelivered-next =
    { $cause ->
        [complained] Parlez-en avec cette personne avant de l’inviter à nouveau.
       *[other] Vérifiez l’adresse, puis invitez cette personne à nouveau.
    }

withdrawn-subject = L’invitation envoyée à { $email } a été retirée
withdrawn-title = Invitation retirée
withdrawn-body = { $inviter } avait invité { $email } à rejoindre la boutique { $store }, mais ne peut plus accorder ces autorisations. L’invitation a été retirée et son lien ne fonctionne plus.
withdrawn-next = Si cette personne doit tout de même vous rejoindre, invitez-la vous-même.

address-changed-subject = { $member } a une nouvelle adresse de connexion
address-changed-title = Nouvelle adresse de connexion
address-changed-body = { $member }, membre de l’équipe de la boutique { $store }, se connecte désormais avec une autre adresse.
address-changed-old = Avant :
address-changed-new = Maintenant :
address-changed-next = Ses autorisations restent les mêmes. Si ce changement vous surprend, posez-lui la question et, au moindre doute, retirez cette personne de l’équipe.

app-installed-subject = { $app } : nouvelle application dans la boutique { $store }
app-installed-title = Nouvelle application installée
app-installed-body = { $member } a installé l’application { $app } dans la boutique { $store }.
app-installed-next = Si vous ne vous y attendiez pas, vérifiez les applications dans les paramètres de votre boutique.

order-created-subject =
    { $numbered ->
        [yes] Nouvelle commande { $number } pour { $activity }
       *[no] Nouvelle commande pour { $activity }
    }
order-created-title = Nouvelle commande
order-created-body = Une nouvelle commande vient d’arriver pour { $activity } dans la boutique { $store }.
order-created-number = Commande :
order-created-customer = Client :
order-created-total = Total :
currency-sign =
    { $code ->
        [EUR] €
        [GBP] £
       *[other] –
    }
money-with-sign = { $minus }{ $amount } { $currency }
money-with-code = { $minus }{ $amount } { $currency }
order-created-why = Vous recevez cet e-mail parce que votre rôle dans la boutique { $store } comprend l’annonce des commandes.

review-due-subject = Qui a accès à la boutique { $store } ?
review-due-title = Faites le point sur votre équipe
review-due-body =
    { $count ->
        [0] Personne d’autre que vous n’a accès à la boutique { $store }.
        [one] Une personne, en plus de vous, a accès à la boutique { $store } :
       *[other] { $count } personnes, en plus de vous, ont accès à la boutique { $store } :
    }
review-due-active = Dernière activité le { $day }
review-due-never = Aucune activité pour l’instant
review-due-ended = N’ont plus accès :
review-due-access-ended = Accès terminé le { $day }
review-due-suspended = Accès suspendu le { $day }
review-due-without-rights = Les autorisations n’existent plus
review-due-more =
    { $more ->
        [one] Et une autre personne.
       *[other] Et { $more } autres personnes.
    }
review-due-next = Vérifiez que chaque personne a toujours besoin de ses autorisations et retirez les personnes qui ne travaillent plus avec vous.
review-due-button = Revoir l’équipe

access-ending-subject = Votre accès à la boutique { $store } prend bientôt fin
access-ending-title = Votre accès prend bientôt fin
access-ending-body = Votre accès à la boutique { $store } prendra fin le { $ends }.
access-ending-next = S’il vous faut plus de temps, contactez une personne qui gère l’équipe ou le titulaire du compte : { $email }. Sinon, vous n’avez rien à faire.

## Access has ended, to the former member

access-ended-subject = Votre accès à la boutique { $store } a pris fin
access-ended-title = Votre accès a pris fin
access-ended-body = Votre accès à la boutique { $store } a pris fin le { $ends }.
access-ended-next = Si vous avez de nouveau besoin d’un accès, contactez le titulaire du compte : { $email }.
access-ended-why = Vous recevez cet e-mail parce que vous faisiez partie de l’équipe de la boutique { $store }.

## A member left, to those who manage the team

left-subject = { $who } a quitté la boutique { $store }
left-title = Un membre est parti
left-body = { $person } a quitté l’équipe de la boutique { $store } et ne peut plus l’ouvrir.

## The store has another owner, to the former one

ownership-ended-subject = La boutique { $store } a un nouveau titulaire
ownership-ended-title = La boutique a un nouveau titulaire
ownership-ended-body = La boutique { $store } appartient désormais à { $owner }.
ownership-ended-next = Vous ne pouvez plus ouvrir la boutique. Si vous ne vous y attendiez pas, contactez immédiatement l’assistance de votre plateforme.
ownership-ended-why = Vous recevez cet e-mail parce que la boutique { $store } vous appartenait.

## The store has another owner, to the new one

ownership-begun-subject = La boutique { $store } vous appartient désormais
ownership-begun-title = La boutique vous appartient désormais
ownership-begun-body = La boutique { $store }, qui appartenait à { $former }, vous appartient désormais.

## The owner's address changed, to the former address

owner-address-changed-subject = Votre adresse pour la boutique { $store } a changé
owner-address-changed-title = Votre adresse a changé
owner-address-changed-body = Les e-mails destinés au titulaire du compte de la boutique { $store } sont désormais envoyés à une autre adresse.
owner-address-changed-next = Si vous ne vous y attendiez pas, contactez immédiatement l’assistance de votre plateforme.
owner-address-changed-why = Vous recevez cet e-mail parce que cette adresse était la vôtre pour la boutique { $store }.

## A member's access suspended, and resumed. $contact: the owner's address

suspended-subject = Votre accès à la boutique { $store } est suspendu
suspended-title = Votre accès est suspendu
suspended-body = Vous ne pouvez pas ouvrir la boutique { $store } pour le moment. Vos autorisations sont conservées.
suspended-next = Pour toute question, contactez le titulaire du compte : { $contact }.
resumed-subject = Vous avez de nouveau accès à la boutique { $store }
resumed-title = Votre accès est rétabli
resumed-body = Votre accès à la boutique { $store } n’est plus suspendu.

## To a member whom the platform has added

added-subject = Vous faites partie de l’équipe de la boutique { $store }
added-title = Vous faites partie de l’équipe de la boutique { $store }
added-body = Vous avez été ajouté(e) à l’équipe de la boutique { $store }.
