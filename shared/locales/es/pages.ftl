# Los textos que comparten todas las páginas, y los de la página que abre el enlace de una invitación. Los mismos nombres que
# en en/pages.ftl, donde se explican las variables.

language = Idioma
sign-in = Iniciar sesión
sign-out = Cerrar sesión
create-account = Crear una cuenta
cancel = Cancelar
close = Cerrar
try-again = Volver a intentarlo
optional = (opcional)
loading = Un momento…
date-unknown = fecha desconocida
list-few = { $shown } y { $more } más
list-more-count = { $count } más
discard-question = Lo que has escrito no se ha enviado. ¿Quieres descartarlo?
discard-keep = Seguir editando
discard = Descartar

join-opening = Tu invitación
join-title = Únete al equipo de { $store }
join-invited = { $inviter } te invita a participar en la gestión de esta tienda.
join-invited-by-team = Has recibido una invitación para participar en la gestión de esta tienda.
join-rights = Tus permisos
join-for = Dirección invitada
join-expires = Válida hasta
join-ends = Fin del acceso
join-button = Unirme a la tienda
join-button-as = Unirme como { $email }
join-next = En el paso siguiente inicias sesión. Si aún no tienes cuenta, puedes crear una.
join-signed-in = Has iniciado sesión como { $email }.
join-other-account = Has iniciado sesión como { $email }, pero se invitó a { $invited }. Puedes unirte con esta cuenta o usar otra.
join-switch = Usar otra cuenta
join-decline = Rechazar la invitación
join-consent = No pasará nada sin tu consentimiento.
join-cancelled = Has vuelto sin iniciar sesión. La invitación sigue siendo válida.
join-sign-in-failed = No se ha podido iniciar sesión. Inténtalo de nuevo.

joined-title = Te damos la bienvenida al equipo de { $store }
joined-body = Ya formas parte del equipo y puedes empezar ahora mismo.
joined-open = Abrir la tienda
joined-team = Ver el equipo

decline-title = ¿Rechazar la invitación?
decline-body = El equipo de { $store } sabrá que no te unes. Después, este enlace dejará de funcionar.
decline-reason = Motivo
decline-reason-hint = El equipo podrá leerlo.
decline-confirm = Rechazar
declined-title = Has rechazado la invitación
declined-body = El equipo de { $store } ya lo sabe. No tienes que hacer nada más.
declined-again = Si cambias de opinión, pide una nueva invitación.

wrong-account-title = Se invitó a otra dirección
wrong-account-body = Has iniciado sesión como { $email }. La invitación es para { $invited }.
wrong-account-next = Para unirte, inicia sesión con la dirección invitada.
not-verified-title = Confirma primero tu dirección
not-verified-body = La dirección de tu cuenta, { $email }, aún no está confirmada. Abre el correo de confirmación de tu cuenta y sigue su enlace; después vuelve aquí e inicia sesión de nuevo.
sign-in-again = Iniciar sesión de nuevo

expired-title = Esta invitación ha caducado
expired-body = Las invitaciones solo son válidas unos días. Podemos enviar un nuevo enlace a la dirección invitada.
expired-button = Enviar un nuevo enlace
renewed-title = Hay un nuevo enlace en camino
renewed-body = Lo hemos enviado a la dirección invitada. Debería llegar en unos minutos; mira también en la carpeta de spam. Puedes cerrar esta página.

link-from = Invitación de { $inviter } al equipo de { $store }
link-from-team = Invitación al equipo de { $store }
used-title = Esta invitación ya se ha usado
used-body = Alguien ya se ha unido con este enlace. Si has sido tú, inicia sesión para abrir la tienda.
used-body-signed-in = Alguien ya se ha unido con este enlace. Si has sido tú y ya no tienes acceso, la lista de tus tiendas te dice por qué. Si ha sido otra persona, pide una nueva invitación a la persona que te invitó.
revoked-title = Este enlace ya no funciona
revoked-body = La invitación se revocó o se envió un enlace más reciente. Busca un correo más reciente o pregunta a la persona que te invitó.
refused-title = Esta invitación se rechazó
refused-body = Si al final quieres unirte, pide una nueva invitación a la persona que te invitó.
withdrawn-title = Esta invitación ya no es válida
withdrawn-body = La persona que te invitó ya no puede conceder estos permisos. Pide una nueva invitación al titular de la cuenta.
unknown-title = Este enlace no funciona
unknown-body = Puede que se haya cortado o modificado por el camino. Ábrelo de nuevo desde el correo, o cópialo de allí entero y pégalo aquí.
old-title = Este enlace es demasiado antiguo
old-body = La invitación ya no está guardada. Pide una nueva invitación a la persona que te invitó.
missing-title = Abre el enlace de tu correo
missing-body = Esta página muestra una invitación y para ello necesita el enlace del correo. Abre ese correo y sigue su enlace, o copia el enlace y pégalo aquí.
paste-link = Enlace del correo
paste-hint = También puedes pegar el correo completo.
paste-open = Ver la invitación
paste-none = En este texto no hay ningún enlace de invitación.
seats-title = Ahora mismo no hay ninguna plaza libre
seats-body = Todas las plazas de este equipo están ocupadas. Pide a la persona que te invitó que libere una y vuelve a intentarlo.
busy-title = Demasiados intentos
busy-body = Inténtalo de nuevo más tarde. La invitación no se pierde.
domain-title = Esta dirección no puede unirse
domain-body = La tienda solo admite direcciones de determinados dominios. Pregunta a la persona que te invitó.
member-title = Ya formas parte del equipo
member-body = Puedes abrir la tienda con tu cuenta. No necesitas la invitación.
on-team-title = Formas parte del equipo de { $store }
on-team-body = Ya has usado esta invitación. Puedes abrir la tienda.
failed-title = Algo ha salido mal
find-stores = Ver mis tiendas

problem-malformed-request = Algo ha salido mal. Vuelve a cargar la página.
problem-invalid-field = Revisa lo que has escrito.
problem-unauthenticated = Inicia sesión de nuevo.
problem-forbidden = No tienes permiso para esto. Ponte en contacto con el titular de la cuenta.
problem-grant-exceeds-own = Para esto hacen falta permisos que tú no tienes. Ponte en contacto con el titular de la cuenta.
problem-owner-is-fixed = Aquí no se puede cambiar ni retirar al titular de la cuenta.
problem-wrong-account = Se invitó a otra dirección: { $email }.
problem-email-not-verified = Confirma primero la dirección de tu cuenta.
problem-member-suspended = Tu acceso a esta tienda está suspendido. Ponte en contacto con el titular de la cuenta.
problem-store-closed = La tienda está cerrada.
problem-not-found = Esto no existe o ya no existe.
problem-already-member = Esta persona ya forma parte del equipo.
problem-already-invited = Ya hay una invitación pendiente para esta dirección.
problem-invitation-not-pending = Esta invitación ya no está pendiente. Vuelve a cargar la página para ver su estado actual.
problem-invitation-expired = Esta invitación ha caducado.
problem-invitation-used = Esta invitación ya se ha usado.
problem-invitation-revoked = Esta invitación se revocó.
problem-invitation-declined = Esta invitación se rechazó.
problem-invitation-withdrawn = Esta invitación ya no es válida.
problem-invalid-token = Este enlace no funciona.
problem-seat-limit-reached =
    { $limit ->
        [one] Tu plan incluye una plaza y está ocupada.
       *[other] Tu plan incluye { $limit } plazas y todas están ocupadas.
    }
problem-precondition-failed = Otra persona lo ha cambiado mientras tanto. Revísalo de nuevo antes de decidir.
problem-idempotency-key-reused = Algo ha salido mal. Vuelve a cargar la página.
problem-idempotency-key-in-use = La operación todavía está en curso. Espera un momento.
problem-domain-not-allowed = La tienda no admite direcciones de este dominio.
problem-quota-exceeded = Demasiadas solicitudes a la vez. Inténtalo de nuevo después del { $when }.
problem-unavailable = Esto no está disponible ahora mismo. Inténtalo de nuevo en un momento.
problem-internal = Se ha producido un error por nuestra parte. Inténtalo de nuevo más tarde.
problem-network = No hay conexión. Compruébala y vuelve a intentarlo.
problem-storage-blocked = Tu navegador bloquea los datos de sitios, que son necesarios para iniciar sesión. Permite las cookies y los datos de sitios para esta página y vuelve a cargarla.
problem-other = Algo ha salido mal. Inténtalo de nuevo.

unsubscribe-ask-title = ¿Dejar de recibir estos correos?
unsubscribe-ask-body = No recibirás más correos de este tipo de esta tienda. Los que tratan de tu propio acceso te seguirán llegando.
unsubscribe-button = Dejar de recibirlos
unsubscribe-unsubscribed-title = Ya no recibirás estos correos
unsubscribe-unsubscribed-body =
    { $kind ->
        [answers] La tienda { $store } ya no te escribirá cuando alguien responda a una invitación.
        [orders] La tienda { $store } ya no te escribirá por cada nuevo pedido.
       *[reviews] La tienda { $store } ya no te pedirá por correo que revises quién tiene acceso.
    }
unsubscribe-undo = Volver a recibirlos
unsubscribe-subscribed-title = Vuelves a recibir estos correos
unsubscribe-subscribed-body = La tienda { $store } te escribe como antes.
unsubscribe-invalid-title = Este enlace no funciona
unsubscribe-invalid-body = Está incompleto o es demasiado antiguo. Usa el enlace de un correo más reciente.
