# La página del equipo. Los mismos nombres que en en/team.ftl, donde se explican las variables.

team-title = Equipo
team-sign-in = Inicia sesión para ver los equipos de tus tiendas.
team-signed-in = Sesión iniciada como { $email }
team-stores = Todas mis tiendas
team-nav = Partes de esta página

stores-title = Tus tiendas
stores-lead = Elige la tienda cuyo equipo quieres ver.
stores-none = No formas parte del equipo de ninguna tienda.
stores-none-next = Has iniciado sesión como { $email }. Si se invitó a otra dirección tuya, inicia sesión con ella; si no, pide una invitación al propietario de la tienda.
stores-unknown = No formas parte, o ya no, del equipo de la tienda que indica el enlace.
stores-owner = Es tuya
stores-member = Formas parte del equipo
waiting-title = A la espera de tu respuesta
waiting-by = { $inviter } te invita a unirte a la tienda { $store }.
waiting = Tienes una invitación para unirte a la tienda { $store }.
waiting-next = Para unirte, abre el enlace del mensaje enviado a { $email }. Puede usarse hasta el { $when }.

seats-used =
    { $limit ->
        [one] { $used } de { $limit } plaza ocupada
       *[other] { $used } de { $limit } plazas ocupadas
    }
seats-any = Este plan tiene un número ilimitado de plazas
seats-parts = Personal: { $members }. Pendientes: { $invited }. El propietario no ocupa plaza.
seats-full = Todas las plazas están ocupadas, así que no se puede invitar a nadie más.
seats-full-owner = Retira a alguien, revoca una invitación o elige un plan superior.
seats-full-manager = Retira a alguien, revoca una invitación o pide a { $owner } un plan superior.

members-title = Personal
members-read-only = Esta tienda es de { $owner }. Si algo debe cambiar aquí, escribe a:
member-you = Tú
member-owner = Propietario
member-everything = Acceso a todo
member-nothing = Sin acceso por ahora
member-joined = En el equipo desde: { $day }
member-active = Última actividad: { $day }
member-never = Todavía sin actividad
member-ends = Fin del acceso: { $day }
member-ended = Acceso terminado: { $day }
exceeds-own = Incluye permisos que tú no tienes. Para cambiarlo, habla con { $owner }.
edit = Editar
remove = Retirar
leave = Dejar el equipo
save = Guardar

list-shown = { $shown } de { $total }
list-more = Mostrar más
search-members = Buscar en el personal
search-invitations = Buscar invitaciones
search-hint = Nombre, dirección o permiso
search-found =
    { $count ->
        [0] Sin resultados.
        [one] Un resultado.
       *[other] { $count } resultados.
    }
search-loading = Buscando: { $count } entradas revisadas…

rights-role = Rol
rights-roles = Roles
rights-permissions = Permisos
rights-at-least = Elige al menos uno.
rights-all = Elegir todos
rights-nobody = No tienes permisos que puedas dar. Habla con { $owner }.
rights-everyone = Cada persona invitada recibe estos permisos.
rights-includes = Incluye: { $list }
rights-opens = Da acceso a: { $list }
rights-now = Permisos actuales de { $name }:
access-end = Fin del acceso
access-end-hint = El acceso termina solo al acabar ese día. Déjalo vacío si no debe terminar.
access-end-past = Elige un día que no haya pasado.

invite = Invitar
invite-title = Invitar al equipo
invite-addresses = Direcciones de correo
invite-addresses-hint = Una o varias. Pega la lista tal cual: espacios, comas y líneas separan las direcciones.
invite-address = Dirección de correo
invite-count =
    { $count ->
        [one] Una dirección
       *[other] { $count } direcciones
    }
invite-none = Escribe al menos una dirección de correo.
invite-wrong = No es una dirección de correo: { $list }
invite-wrong-address = A esta dirección no se puede enviar correo.
invite-seats =
    { $available ->
        [one] Solo queda una plaza.
       *[other] Solo quedan { $available } plazas.
    }
invite-language = Idioma de la persona
invite-language-hint = Para el mensaje y las páginas que siguen. La persona puede cambiarlo.
invite-days =
    { $days ->
        [one] El enlace del mensaje puede usarse durante un día.
       *[other] El enlace del mensaje puede usarse durante { $days } días.
    }
invite-send =
    { $count ->
        [0] Enviar la invitación
        [one] Enviar la invitación
       *[other] Enviar { $count } invitaciones
    }
invite-sent =
    { $count ->
        [one] La invitación está en camino: { $list }
       *[other] { $count } invitaciones están en camino: { $list }
    }
invite-failed =
    { $count ->
        [one] No se ha podido invitar a una dirección. Corrígela e inténtalo de nuevo, o déjala fuera.
       *[other] No se ha podido invitar a { $count } direcciones. Corrígelas e inténtalo de nuevo, o déjalas fuera.
    }
invite-leave-out = Dejar fuera
invite-again = Lo que has escrito se conserva. Si lo envías de nuevo, nadie recibirá dos invitaciones.

nav-invitations = Pendientes
invitations-title = Invitaciones pendientes
invitations-none = No hay ninguna invitación abierta.
invitations-none-next = Las personas que invites aparecen aquí hasta que se unan.
invited-by = Invitación de { $name }: { $day }
invited-on = Invitación: { $day }
invited-language = Idioma: { $language }
invited-until = El enlace funciona hasta: { $when }
invited-expired = Enlace caducado: { $when }
delivery-queued = Enviándose
delivery-sent = Enviada
delivery-delivered = Entregada
delivery-bounced = No entregada
delivery-complained = Marcada como no deseada
delivery-failed = No se ha podido enviar
status-expired = Caducada
help-bounced = El buzón no existe o no acepta mensajes. Revoca esta invitación y luego invita a la dirección correcta.
help-complained = El destinatario ha marcado el mensaje como no deseado. Habla con esta persona antes de volver a enviarlo.
help-failed = El servicio de correo no ha aceptado el mensaje. Comprueba la dirección y vuelve a enviarlo.
help-expired = El enlace no se usó a tiempo. Envía la invitación de nuevo o revócala.
help-over = El acceso que se ofrecía ya ha terminado. Invita de nuevo con otra fecha de fin.
resend = Reenviar
resent = Un nuevo enlace está en camino a { $email }. El anterior ya no funciona.
revoke = Revocar
revoke-title = ¿Revocar la invitación?
revoke-body = El enlace enviado a { $email } deja de funcionar al instante.
revoke-untold = No se envía ningún mensaje al respecto.
revoked = La invitación a { $email } ha sido revocada.

edit-title = Permisos de { $name }
edit-invitation-title = Invitación a { $email }
edit-mailed = { $name } recibirá un mensaje con los nuevos permisos.
edit-link-stays = El enlace del mensaje sigue siendo el mismo.
changed = Los permisos de { $name } han cambiado.
changed-invitation = La invitación a { $email } ha cambiado.
changed-meanwhile = Otra persona lo ha cambiado entretanto. Abajo está como queda ahora: revísalo y luego guarda.
gone-meanwhile = Esto ya no está: otra persona lo ha retirado.
remove-title = ¿Retirar a { $name } del equipo?
remove-body = Su acceso a la tienda { $store } termina al instante. Su cuenta personal y su acceso a otras tiendas siguen como estaban.
remove-mailed = { $name } recibirá un aviso por correo.
remove-seat = La plaza queda libre.
remove-again = Para volver a trabajar juntos, invita de nuevo a esta persona.
removed = { $name } ya no forma parte del equipo.
leave-title = ¿Dejar el equipo de { $store }?
leave-body = Tu acceso a esta tienda termina al instante. Tu cuenta personal y tu acceso a otras tiendas siguen como estaban. Para volver, necesitarás una nueva invitación.
left = Ya no formas parte del equipo de { $store }.

settings-title = Ajustes
settings-support = Dejar entrar a los agentes de soporte
settings-support-hint = Podrán actuar en esta tienda en tu nombre y en el de cualquier persona del equipo.
settings-domains = Dominios permitidos
settings-domains-hint = Solo se puede invitar a direcciones de estos dominios, y solo ellas pueden unirse. Espacios, comas y líneas separan. Déjalo vacío para permitir todos.
settings-domains-wrong = No es un dominio: { $list }
settings-saved = Los ajustes se han guardado.

activities-title = Actividades
activities-lead = Todo el equipo tiene acceso a todas las actividades. Los pedidos se avisan por correo a quienes tienen un rol que lo incluye, donde esté activado aquí.
activities-none = Todavía no hay actividades.
activity-orders = Avisar por correo de los nuevos pedidos
activity-orders-on = Los nuevos pedidos se avisan por correo
activity-orders-off = Los nuevos pedidos no se avisan
activity-add = Añadir una actividad
activity-name = Nombre de la actividad
activity-name-missing = Escribe un nombre.
activity-rename = Cambiar el nombre
activity-saved = Guardado: { $name }

history-title = Historial
history-lead = Lo que ha cambiado en los últimos 400 días, lo más reciente primero.
history-none = Todavía no ha pasado nada.
history-from = desde { $ip }
actor-platform = La plataforma
actor-service = Staffroom
actor-invitee = La persona invitada
actor-user = Alguien
event-store-created = { $actor } ha abierto la tienda.
event-store-changed = { $actor } ha cambiado los ajustes de la tienda.
event-store-transferred = { $actor } ha traspasado la tienda de { $from } a { $to }.
event-invitation-created = { $actor } ha invitado a { $email }.
event-invitation-resent = { $actor } ha enviado un nuevo enlace a { $email }.
event-invitation-renewed = { $email } ha pedido un nuevo enlace.
event-invitation-changed = { $actor } ha cambiado la invitación a { $email }.
event-invitation-revoked = { $actor } ha revocado la invitación a { $email }.
event-invitation-accepted = { $member } se ha unido al equipo.
event-invitation-declined = { $email } ha rechazado la invitación.
event-invitation-withdrawn = La invitación a { $email } se ha retirado, porque quien la envió ya no puede conceder estos permisos.
event-invitation-expired = La invitación a { $email } ha caducado sin respuesta.
event-invitation-undelivered = La invitación a { $email } no se ha entregado.
event-invitation-unwanted = La invitación a { $email } se ha marcado como no deseada.
event-member-changed = { $actor } ha cambiado los permisos de { $member }.
event-member-removed = { $actor } ha retirado a { $member } del equipo.
event-member-left = { $member } ha dejado el equipo.
event-member-profile-changed = { $member } ha cambiado sus propios datos.
event-member-access-ending = Se ha recordado a { $member } que su acceso termina pronto.
event-activity-put = { $actor } ha guardado la actividad { $name }.
event-app-installed = { $actor } ha instalado la aplicación { $app }.
event-review-due = Se ha pedido al propietario que revise el equipo.
event-other = { $actor } ha cambiado algo: { $type }
detail-rights = Permisos: { $list }
detail-added = Añadidos: { $list }
detail-taken = Retirados: { $list }
detail-invited = Dirección invitada: { $email }
detail-reason = Motivo: { $reason }
detail-address = Dirección: { $after }, antes { $before }
detail-name = Nombre: { $name }
detail-plan = Plan: { $plan }
detail-support-on = Los agentes de soporte pueden entrar.
detail-support-off = Los agentes de soporte no pueden entrar.
detail-domains = Dominios permitidos: { $list }
detail-domains-all = Se permiten direcciones de todos los dominios.

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
