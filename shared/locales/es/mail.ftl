# Los correos. Los mismos nombres que en en/mail.ftl, donde se explican las variables.

from-name = { $store } a través de { $brand }
link-in-full = Si el botón no funciona, copia esta dirección en tu navegador:
open-store = Abrir la tienda
open-team = Ver el equipo
open-invitations = Ver las invitaciones
why-member = Recibes este correo porque formas parte del equipo de la tienda { $store }.
why-manager = Recibes este correo porque gestionas la tienda { $store }.
why-owner = Recibes este correo porque la tienda { $store } es tuya.
unsubscribe = Dejar de recibir estos correos

invitation-subject = Has recibido una invitación para gestionar la tienda { $store }
invitation-title = Únete al equipo de { $store }
invitation-body = { $inviter } te invita a participar en la gestión de la tienda { $store }.
invitation-rights = Tus permisos:
invitation-ends = Tu acceso terminará el { $ends }.
invitation-note = Nota de { $inviter }:
invitation-button = Unirme a la tienda
invitation-address = Para unirte, inicia sesión con la dirección { $email } o crea una cuenta con ella.
invitation-any-address = Esta invitación se envió a { $email }.
invitation-expires = La invitación es válida hasta el { $expires } y solo puede usarse una vez. Si prefieres rechazarla, puedes hacerlo en la misma página.
invitation-why = Recibes este correo porque { $inviter } escribió tu dirección para invitarte. Si no lo esperabas, ignóralo sin más: no pasará nada sin tu consentimiento.

reminder-subject = Tu invitación a la tienda { $store } caduca pronto
reminder-title = Tu invitación caduca pronto
reminder-body = { $inviter } te invita a participar en la gestión de la tienda { $store }. Todavía no has respondido.

access-changed-subject = Tus permisos en la tienda { $store } han cambiado
access-changed-title = Tus permisos han cambiado
access-changed-body = { $actor } ha cambiado tus permisos en la tienda { $store }.
access-changed-added = Añadidos:
access-changed-taken = Retirados:
access-changed-now = Tus permisos a partir de ahora:
access-changed-none = Ya no tienes acceso a ninguna parte de esta tienda.
access-changed-ends = Tu acceso terminará el { $ends }.
access-changed-lifted = Tu acceso ya no tiene fecha de fin.

removed-subject = Tu acceso a la tienda { $store } ha terminado
removed-title = Tu acceso ha terminado
removed-body = Ya no formas parte del equipo de la tienda { $store } y no puedes abrirla.
removed-account = Tu cuenta personal y tu acceso a otras tiendas siguen como estaban.
removed-next = Si crees que se trata de un error, ponte en contacto con el titular de la cuenta: { $contact }.
removed-why = Recibes este correo porque formabas parte del equipo de la tienda { $store }.

accepted-subject = { $who } se ha unido a la tienda { $store }
accepted-title = Invitación aceptada
accepted-body = { $person } ha aceptado la invitación y ya forma parte del equipo de la tienda { $store }.
accepted-forwarded = La invitación se envió a { $email }.

declined-subject = { $email } ha rechazado la invitación a la tienda { $store }
declined-title = Invitación rechazada
declined-body = { $email } ha rechazado la invitación para unirse a la tienda { $store }.
declined-reason = Motivo indicado:
declined-next = Esta invitación queda cerrada. Puedes enviar otra cuando quieras.

answers-subject =
    { $count ->
        [one] Una respuesta a una invitación a la tienda { $store }
       *[other] { $count } respuestas a invitaciones a la tienda { $store }
    }
answers-title = Respuestas a las invitaciones
answers-body =
    { $count ->
        [one] Una persona ha respondido a una invitación a la tienda { $store }.
       *[other] { $count } personas han respondido a invitaciones a la tienda { $store }.
    }
answers-joined = Han aceptado:
answers-declined = Han rechazado:
answers-more =
    { $more ->
        [one] Y una respuesta más.
       *[other] Y { $more } respuestas más.
    }

undelivered-subject =
    { $cause ->
        [complained] La invitación a { $email } se ha marcado como spam
       *[other] La invitación a { $email } no se ha entregado
    }
undelivered-title =
    { $cause ->
        [complained] Invitación marcada como spam
       *[other] Invitación no entregada
    }
undelivered-body =
    { $cause ->
        [bounced] Tu invitación a la tienda { $store } ha sido devuelta: el buzón { $email } no existe o no acepta correos.
        [complained] El destinatario { $email } ha marcado tu invitación a la tienda { $store } como spam.
       *[refused] Nuestro servicio de correo no ha aceptado enviar a { $email } tu invitación a la tienda { $store }.
    }
undelivered-next =
    { $cause ->
        [complained] Habla con esta persona antes de volver a invitarla.
       *[other] Comprueba la dirección y vuelve a invitar a esta persona.
    }

withdrawn-subject = Se ha retirado la invitación a { $email }
withdrawn-title = Invitación retirada
withdrawn-body = { $inviter } había invitado a { $email } a la tienda { $store }, pero ya no puede conceder estos permisos. La invitación se ha retirado y su enlace ya no funciona.
withdrawn-next = Si esta persona debe unirse de todos modos, invítala tú.

address-changed-subject = { $member } tiene una nueva dirección de acceso
address-changed-title = Nueva dirección de acceso
address-changed-body = { $member }, que forma parte del equipo de la tienda { $store }, ahora inicia sesión con otra dirección.
address-changed-old = Antes:
address-changed-new = Ahora:
address-changed-next = Sus permisos siguen siendo los mismos. Si este cambio te sorprende, pregúntale y, ante la duda, retira a esta persona del equipo.

app-installed-subject = Se ha instalado { $app } en la tienda { $store }
app-installed-title = Nueva aplicación instalada
app-installed-body = { $member } ha instalado la aplicación { $app } en la tienda { $store }.
app-installed-next = Si no lo esperabas, revisa las aplicaciones en los ajustes de tu tienda.

order-created-subject =
    { $numbered ->
        [yes] Nuevo pedido { $number } para { $activity }
       *[no] Nuevo pedido para { $activity }
    }
order-created-title = Nuevo pedido
order-created-body = Ha llegado un nuevo pedido para { $activity } en la tienda { $store }.
order-created-number = Pedido:
order-created-customer = Cliente:
order-created-total = Total:
currency-sign =
    { $code ->
        [EUR] €
        [GBP] £
       *[other] –
    }
money-with-sign = { $minus }{ $amount } { $currency }
money-with-code = { $minus }{ $amount } { $currency }
order-created-why = Recibes este correo porque tu rol en la tienda { $store } incluye los avisos de pedidos.

review-due-subject = ¿Quién tiene acceso a la tienda { $store }?
review-due-title = Es hora de revisar tu equipo
review-due-body =
    { $count ->
        [0] Nadie más que tú tiene acceso a la tienda { $store }.
        [one] Además de ti, una persona tiene acceso a la tienda { $store }:
       *[other] Además de ti, { $count } personas tienen acceso a la tienda { $store }:
    }
review-due-active = Última actividad: { $day }
review-due-never = Todavía sin actividad
review-due-ended = Ya no tienen acceso:
review-due-access-ended = Acceso terminado: { $day }
review-due-suspended = Acceso suspendido: { $day }
review-due-without-rights = Los permisos ya no existen
review-due-more =
    { $more ->
        [one] Y una persona más.
       *[other] Y { $more } personas más.
    }
review-due-next = Comprueba que todas siguen necesitando sus permisos y retira a las personas que ya no trabajen contigo.
review-due-button = Revisar el equipo

access-ending-subject = Tu acceso a la tienda { $store } terminará pronto
access-ending-title = Tu acceso terminará pronto
access-ending-body = Tu acceso a la tienda { $store } terminará el { $ends }.
access-ending-next = Si lo necesitas durante más tiempo, ponte en contacto con una persona que gestione el equipo o con el titular de la cuenta: { $email }. Si no, no tienes que hacer nada.

## Access has ended, to the former member

access-ended-subject = Tu acceso a la tienda { $store } ha terminado
access-ended-title = Tu acceso ha terminado
access-ended-body = Tu acceso a la tienda { $store } terminó el { $ends }.
access-ended-next = Si vuelves a necesitar acceso, ponte en contacto con el titular de la cuenta: { $email }.
access-ended-why = Recibes este correo porque formabas parte del equipo de la tienda { $store }.

## A member left, to those who manage the team

left-subject = { $who } ha dejado la tienda { $store }
left-title = Un miembro se ha ido
left-body = { $person } ha dejado el equipo de la tienda { $store } y ya no puede abrirla.

## The store has another owner, to the former one

ownership-ended-subject = La tienda { $store } tiene un nuevo titular
ownership-ended-title = La tienda tiene un nuevo titular
ownership-ended-body = La tienda { $store } pertenece ahora a { $owner }.
ownership-ended-next = Ya no puedes abrir la tienda. Si no lo esperabas, ponte en contacto de inmediato con el soporte de tu plataforma.
ownership-ended-why = Recibes este correo porque la tienda { $store } era tuya.

## The store has another owner, to the new one

ownership-begun-subject = La tienda { $store } ahora es tuya
ownership-begun-title = La tienda ahora es tuya
ownership-begun-body = La tienda { $store }, que antes era de { $former }, ahora es tuya.

## The owner's address changed, to the former address

owner-address-changed-subject = Tu dirección para la tienda { $store } ha cambiado
owner-address-changed-title = Tu dirección ha cambiado
owner-address-changed-body = Los correos para ti como titular de la tienda { $store } se envían ahora a otra dirección.
owner-address-changed-next = Si no lo esperabas, ponte en contacto de inmediato con el soporte de tu plataforma.
owner-address-changed-why = Recibes este correo porque esta era tu dirección para la tienda { $store }.

## A member's access suspended, and resumed. $contact: the owner's address

suspended-subject = Tu acceso a la tienda { $store } está suspendido
suspended-title = Tu acceso está suspendido
suspended-body = Por ahora no puedes abrir la tienda { $store }. Tus permisos se conservan.
suspended-next = Si tienes preguntas, ponte en contacto con el titular de la cuenta: { $contact }.
resumed-subject = Vuelves a tener acceso a la tienda { $store }
resumed-title = Vuelves a tener acceso
resumed-body = Tu acceso a la tienda { $store } ya no está suspendido.

## To a member whom the platform has added

added-subject = Formas parte del equipo de la tienda { $store }
added-title = Formas parte del equipo de { $store }
added-body = Te han añadido al equipo de la tienda { $store }.
