# Los textos de la página del equipo. Los mismos nombres que en en/team.ftl, donde se explican las variables.

team-title = Equipo
team-sign-in = Inicia sesión para ver los equipos de tus tiendas.
sign-in-cancelled = Has vuelto sin iniciar sesión.
team-signed-in = Sesión iniciada como { $email }
team-stores = Todas mis tiendas
team-nav = Secciones
read-at = Estado: { $when }
read-again = Actualizar
entry-unreadable = Esta entrada no se puede mostrar.
act-on = { $act }: { $name }
list-cut = Aquí solo están las primeras { $shown } entradas. Muéstralas todas antes de imprimir.

stores-title = Tus tiendas
stores-lead = Elige la tienda cuyo equipo quieres ver.
stores-none = No formas parte del equipo de ninguna tienda.
stores-none-next = Has iniciado sesión como { $email }. Si se invitó a otra dirección tuya, inicia sesión con ella; si no, pide una invitación al titular de la cuenta de la tienda.
stores-unknown = Ya no formas parte del equipo de esta tienda, o nunca has formado parte.
stores-owner = Tu tienda
stores-member = Formas parte del equipo
waiting-title = Invitaciones para ti
waiting-by = { $inviter } te invita a unirte a la tienda { $store }.
waiting = Tienes una invitación para unirte a la tienda { $store }.
waiting-until = La invitación es válida hasta el { $when }.
waiting-decline = El equipo de { $store } sabrá que no te unes. Después, el enlace del correo dejará de funcionar.
waiting-expired = La invitación caducó el { $when }.
waiting-renew = Enviarme el correo de nuevo
waiting-renewed = Un nuevo correo está en camino a { $email }. También puedes unirte aquí mismo.

profile = Perfil
profile-title = Tu perfil
profile-lead = Tu nombre y tu idioma valen para todos los equipos de los que formas parte.
profile-name = Nombre
profile-name-hint = Lo ven todas las personas de tus equipos.
profile-name-missing = Escribe tu nombre.
profile-language-hint = Para esta página y para los correos que recibes.
profile-account-name = El nombre de tu cuenta es { $name }.
profile-use = Usar { $name }
profile-saved = Perfil guardado.
profile-owner = Tu nombre como titular de la cuenta viene de la plataforma y solo se puede cambiar allí. El idioma de esta página se elige arriba.

seats-used =
    { $limit ->
        [one] { $used } de { $limit } plaza ocupada
       *[other] { $used } de { $limit } plazas ocupadas
    }
seats-any = Plazas ilimitadas
seats-owner = Las invitaciones pendientes ocupan una plaza; el titular de la cuenta, no.
seats-full = Todas las plazas están ocupadas.
seats-full-owner = Para invitar a alguien más, retira a un miembro, revoca una invitación o elige un plan superior.
seats-full-manager = Para invitar a alguien más, retira a un miembro, revoca una invitación o pide a { $owner } un plan superior.
seats-upgrade = Ver planes superiores

members-title = Miembros
members-read-only = Titular de la cuenta de esta tienda: { $owner }. Para cualquier cambio, escribe a:
member-you = Tú
member-owner = Titular
member-everything = Acceso completo
member-nothing = Todavía sin acceso
member-joined = En el equipo desde: { $day }
member-active = Última actividad: { $day }
member-never = Todavía sin actividad
member-ends = Fin del acceso: { $day }
member-ended = Acceso terminado: { $day }
member-suspended = Acceso suspendido
member-suspend = Suspender el acceso
member-suspend-hint = Sin acceso hasta que se desactive. Se conservan los permisos y la plaza.
member-bounced = Los correos a esta dirección se devuelven.
member-complained = Esta persona ha marcado un correo como spam.
exceeds-own = Incluye permisos que tú no tienes. Para cambiarlos, ponte en contacto con { $owner }.
edit = Editar
remove = Retirar
leave = Dejar el equipo
save = Guardar

list-shown = { $shown } de { $total }
list-more = Mostrar más
search-members = Buscar miembros
search-invitations = Buscar invitaciones
search-hint = Nombre, dirección, rol o permiso
search-hint-many = Comienzo de un nombre o de una dirección
search-found =
    { $count ->
        [0] Sin resultados.
        [one] Un resultado.
       *[other] { $count } resultados.
    }
search-busy = Buscando…
search-more = Primeros { $count } resultados

rights-role = Rol
rights-roles = Roles
rights-permissions = Permisos
rights-at-least = Elige al menos uno.
rights-all = Seleccionar todos
rights-none = No seleccionar ninguno
rights-nobody = No tienes permisos que puedas conceder. Ponte en contacto con { $owner }.
rights-everyone = Cada persona invitada recibe este rol.
rights-includes = Incluye: { $list }
rights-opens = Da acceso a: { $list }
rights-now = { $name }, permisos actuales:
rights-offered = { $email }, permisos ofrecidos:
access-end = Fin del acceso
access-end-hint = El acceso termina automáticamente al acabar ese día ({ $zone }). Déjalo vacío si no debe terminar.
access-end-past = Elige un día que no haya pasado.

invite = Invitar
invite-title = Invitar al equipo
invite-addresses = Direcciones de correo
invite-addresses-hint = Una o varias. Pega la lista tal cual: se encuentran todas las direcciones que contiene.
invite-recipients = Direcciones encontradas
invite-count =
    { $count ->
        [one] Una dirección
       *[other] { $count } direcciones
    }
invite-ready =
    { $ready ->
        [0] No se puede invitar a ninguna de las { $count } direcciones.
        [one] Se puede invitar a una de las { $count } direcciones.
       *[other] Se puede invitar a { $ready } de las { $count } direcciones.
    }
invite-none = Escribe al menos una dirección de correo.
invite-none-ready = No se puede invitar a ninguna de estas direcciones.
invite-wrong-address = Esta dirección no puede recibir correo.
invite-no-seat = No hay ninguna plaza libre para esta dirección.
invite-repeated = escrita { $count } veces
invite-rest = No se ha encontrado ninguna dirección en: { $list }
invite-unread = La lista es demasiado larga para leerla de una vez. El final se queda en el campo.
invite-later =
    { $count ->
        [one] Una dirección supera las { $limit } que se pueden invitar a la vez. Se queda en el campo.
       *[other] { $count } direcciones superan las { $limit } que se pueden invitar a la vez. Se quedan en el campo.
    }
invite-faulty-more =
    { $count ->
        [one] No se puede invitar a otra dirección más.
       *[other] No se puede invitar a otras { $count } direcciones.
    }
advice-slip = ¿Es un error al escribir?
advice-shared = Puede que esta dirección la lean varias personas o ninguna.
invite-instead = Usar { $email }
invite-seats =
    { $available ->
        [one] Solo queda una plaza.
       *[other] Solo quedan { $available } plazas.
    }
invite-language = Idioma
invite-language-hint = Para el correo y las páginas que siguen. La persona puede cambiarlo.
invite-days =
    { $days ->
        [one] El enlace del correo es válido durante un día.
       *[other] El enlace del correo es válido durante { $days } días.
    }
invite-send =
    { $count ->
        [0] Enviar la invitación
        [one] Enviar la invitación
       *[other] Enviar { $count } invitaciones
    }
invite-sent =
    { $count ->
        [one] Invitación enviada: { $list }
       *[other] { $count } invitaciones enviadas: { $list }
    }
invite-failed =
    { $count ->
        [one] No se ha invitado a una dirección. El motivo se indica al lado.
       *[other] No se ha invitado a { $count } direcciones. El motivo se indica al lado de cada una.
    }
invite-leave-out = Dejar fuera
invite-again = Lo que has escrito se conserva. Si lo envías de nuevo, nadie recibirá dos invitaciones.

nav-invitations = Pendientes
invitations-title = Invitaciones pendientes
invitations-none = No hay invitaciones pendientes.
invitations-none-next = Las personas que invites aparecen aquí hasta que se unan.
invited-by = Invitación de { $name }: { $day }
invited-on = Invitación: { $day }
invited-language = Idioma: { $language }
invited-until = Enlace válido hasta: { $when }
invited-expired = Enlace caducado: { $when }
delivery-none = Sin correo
delivery-queued = Enviándose
delivery-sent = Enviada
delivery-delivered = Entregada
delivery-bounced = No entregada
delivery-complained = Marcada como spam
delivery-failed = No se ha podido enviar
status-expired = Caducada
help-bounced = El buzón no existe o no acepta correos. Revoca esta invitación y luego invita a la dirección correcta.
help-complained = El destinatario ha marcado el correo como spam. Habla con esta persona antes de volver a enviarlo.
help-failed = El servicio de correo no ha aceptado el correo. Comprueba la dirección y vuelve a enviarlo.
help-expired = El enlace no se usó a tiempo. Reenvía la invitación o revócala.
help-over = El periodo de acceso ha terminado. Invita de nuevo con una fecha de fin posterior.
resend = Reenviar
resent = Un nuevo enlace está en camino a { $email }. El anterior ya no funciona.
revoke = Revocar
revoke-title = ¿Revocar la invitación?
revoke-body = El enlace enviado a { $email } deja de funcionar al instante.
revoke-untold = No se envía ningún correo al respecto.
revoked = La invitación a { $email } ha sido revocada.

edit-title = Editar permisos: { $name }
edit-invitation-title = Editar invitación: { $email }
edit-mailed = { $name } recibirá un correo con los nuevos permisos.
edit-link-stays = El enlace del correo sigue siendo el mismo.
edit-link-new = Se envía a esta dirección una nueva invitación con un nuevo enlace. El enlace anterior deja de ser válido.
edit-address = Dirección
edit-address-hint = Con otra dirección, el enlace ya enviado deja de ser válido.
changed = Permisos guardados: { $name }
changed-invitation = Invitación guardada: { $email }
changed-meanwhile = Otra persona lo ha cambiado mientras tanto. Este es el estado actual: revísalo y luego guarda.
gone-meanwhile = Esto ya no existe: otra persona lo ha retirado.
remove-title = ¿Retirar a { $name } del equipo?
remove-body = Su acceso a la tienda { $store } termina al instante. Su cuenta personal y su acceso a otras tiendas siguen como estaban.
remove-mailed = { $name } recibirá un aviso por correo.
remove-seat = La plaza queda libre.
remove-again = Para volver a trabajar juntos, tendrás que invitar de nuevo a esta persona.
removed = Ya no forma parte del equipo: { $name }
leave-title = ¿Dejar el equipo de { $store }?
leave-body = Tu acceso a esta tienda termina al instante. Tu cuenta personal y tu acceso a otras tiendas siguen como estaban. Para volver, necesitarás una nueva invitación.
left = Ya no formas parte del equipo de { $store }.

settings-title = Ajustes
settings-support = Permitir el acceso del soporte
settings-support-hint = Los agentes de soporte podrán actuar en esta tienda en tu nombre y en el de cualquier persona del equipo.
settings-domains = Dominios permitidos
settings-domains-hint = Solo se puede invitar a direcciones de estos dominios, y solo ellas pueden unirse. Sepáralos con espacios, comas o saltos de línea. Déjalo vacío para permitir todos.
settings-domains-wrong = No es un dominio: { $list }
settings-saved = Ajustes guardados.

activities-title = Actividades
activities-lead = Todo el equipo tiene acceso a todas las actividades. Los nuevos pedidos se avisan por correo a las personas cuyo rol lo incluye, donde esté activado aquí.
activities-none = Todavía no hay actividades.
activity-orders = Avisar por correo de los nuevos pedidos
activity-orders-on = Los nuevos pedidos se avisan por correo
activity-orders-off = Los nuevos pedidos no se avisan
activity-add = Añadir una actividad
activity-name = Nombre de la actividad
activity-name-missing = Escribe un nombre.
activity-rename = Cambiar el nombre
activity-delete = Eliminar
activity-delete-title = ¿Eliminar la actividad { $name }?
activity-delete-body = Ya no se avisará de sus nuevos pedidos. Seguirá en el historial.
activity-deleted = Eliminada: { $name }
activity-saved = Guardado: { $name }

history-title = Historial
history-lead = Los cambios de los últimos 400 días, los más recientes primero.
history-none = Todavía no hay cambios.
history-from = dirección IP: { $ip }
actor-platform = La plataforma
actor-service = Staffroom
actor-invitee = La persona invitada
actor-user = Alguien
event-store-created = { $actor } ha abierto la tienda.
event-store-changed = { $actor } ha cambiado los ajustes de la tienda.
event-store-transferred = { $actor } ha transferido la tienda de { $from } a { $to }.
event-invitation-created = { $actor } ha invitado a { $email }.
event-invitation-resent = { $actor } ha enviado un nuevo enlace a { $email }.
event-invitation-link-copied = { $actor } ha copiado el enlace para { $email }.
event-invitation-renewed = { $email } ha pedido un nuevo enlace.
event-invitation-changed = { $actor } ha cambiado la invitación a { $email }.
event-invitation-revoked = { $actor } ha revocado la invitación a { $email }.
event-invitation-superseded = La invitación a { $email } terminó porque esta persona ya forma parte del equipo.
event-invitation-accepted = { $member } se ha unido al equipo.
event-invitation-declined = { $email } ha rechazado la invitación.
event-invitation-withdrawn = La invitación a { $email } se ha retirado porque la persona que la envió ya no puede conceder estos permisos.
event-invitation-expired = La invitación a { $email } ha caducado sin respuesta.
event-invitation-undelivered = La invitación a { $email } no se ha entregado.
event-invitation-unwanted = La invitación a { $email } se ha marcado como spam.
event-member-added = { $actor } ha añadido a { $member } al equipo.
event-member-changed = { $actor } ha cambiado los permisos de { $member }.
event-member-removed = { $actor } ha retirado a { $member } del equipo.
event-member-left = { $member } ha dejado el equipo.
event-member-suspended = { $actor } ha suspendido el acceso de { $member }.
event-member-resumed = { $actor } ha restablecido el acceso de { $member }.
event-member-profile-changed = { $member } ha cambiado su perfil.
event-member-access-ending = Se ha recordado a { $member } que su acceso termina pronto.
event-member-access-ended = El acceso de { $member } ha terminado.
event-activity-put = { $actor } ha guardado la actividad { $name }.
event-activity-deleted = { $actor } ha eliminado la actividad { $name }.
event-role-created = { $actor } ha creado el rol { $name }.
event-role-changed = { $actor } ha cambiado el rol { $name }.
event-role-deleted = { $actor } ha eliminado el rol { $name }.
event-app-installed = { $actor } ha instalado la aplicación { $app }.
event-review-due = Se ha pedido al titular de la cuenta que revise el equipo.
event-person-erased = { $actor } ha hecho borrar los datos de una persona.
event-person-moved = { $actor } ha pasado a una persona a otra cuenta.
event-other = { $actor } ha hecho un cambio: { $type }
detail-rights = Permisos: { $list }
detail-added = Añadidos: { $list }
detail-taken = Retirados: { $list }
detail-invited = Dirección invitada: { $email }
detail-reason = Motivo: { $reason }
detail-address = Dirección: { $after }, antes { $before }
detail-name = Nombre: { $name }
detail-plan = Plan: { $plan }
detail-support-on = El acceso del soporte está permitido.
detail-support-off = El acceso del soporte no está permitido.
detail-domains = Dominios permitidos: { $list }
detail-domains-all = Se permiten direcciones de todos los dominios.
detail-owner = Titular: { $after }, antes { $before }
detail-admin-url = Dirección de la administración: { $after }
detail-time-zone = Zona horaria: { $zone }
detail-no-end = El acceso ya no tiene fecha de fin.
