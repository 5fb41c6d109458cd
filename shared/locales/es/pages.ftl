# Las páginas: lo que tienen en común, y la que abre el enlace de una invitación. Los mismos nombres que en en/pages.ftl,
# donde se explican las variables.

language = Idioma
sign-in = Iniciar sesión
sign-out = Cerrar sesión
create-account = Crear una cuenta
cancel = Cancelar
close = Cerrar
try-again = Volver a intentarlo
optional = (opcional)
loading = Un momento…

join-opening = Tu invitación
join-title = Únete al equipo de { $store }
join-invited = { $inviter } te invita a participar en la gestión de esta tienda.
join-invited-by-team = Has recibido una invitación para participar en la gestión de esta tienda.
join-rights = Tus accesos
join-for = Dirección invitada
join-expires = Válida hasta
join-ends = Fin de los accesos
join-button = Unirme a la tienda
join-button-as = Unirme como { $email }
join-next = En el paso siguiente inicias sesión. Si aún no tienes cuenta, puedes crear una.
join-signed-in = Has iniciado sesión como { $email }.
join-other-account = Has iniciado sesión como { $email }, que no es la dirección invitada. Puedes unirte con esta cuenta o usar otra. { $invited }
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
decline-reason = Tu motivo
decline-reason-hint = El equipo podrá leerlo.
decline-confirm = Rechazar
declined-title = Has rechazado la invitación
declined-body = El equipo de { $store } ya lo sabe. No tienes que hacer nada más.
declined-again = Si cambias de opinión, pide una nueva invitación.

wrong-account-title = Se invitó a otra dirección
wrong-account-body = Has iniciado sesión como { $email }. La invitación es para { $invited }.
wrong-account-next = Para unirte, inicia sesión con la dirección invitada.
not-verified-title = Confirma primero tu dirección
not-verified-body = La dirección de tu cuenta, { $email }, aún no está confirmada. Abre el mensaje de confirmación de tu cuenta, sigue su enlace, vuelve después aquí e inicia sesión de nuevo.
sign-in-again = Iniciar sesión de nuevo

expired-title = Esta invitación ha caducado
expired-body = Las invitaciones solo son válidas unos días. Podemos enviar un enlace nuevo a la dirección invitada.
expired-button = Enviar un enlace nuevo
renewed-title = Hay un enlace nuevo en camino
renewed-body = Lo hemos enviado a la dirección invitada. Debería llegar en unos minutos; mira también en la carpeta de correo no deseado. Puedes cerrar esta página.

used-title = Esta invitación ya se ha usado
used-body = Alguien ya se ha unido con este enlace. Si has sido tú, inicia sesión para encontrar la tienda.
revoked-title = Este enlace ya no funciona
revoked-body = La invitación se anuló o se envió un enlace más reciente. Busca un mensaje más nuevo o pregunta a la persona que te invitó.
refused-title = Esta invitación se rechazó
refused-body = Si al final quieres unirte, pide una nueva invitación a la persona que te invitó.
withdrawn-title = Esta invitación ya no es válida
withdrawn-body = La persona que te invitó ya no puede conceder estos accesos. Pide una nueva invitación al propietario de la tienda.
unknown-title = Este enlace no funciona
unknown-body = Puede que se haya cortado o copiado mal. Ábrelo de nuevo desde el mensaje o cópialo de allí entero.
missing-title = Abre el enlace de tu mensaje
missing-body = Esta página muestra una invitación y para ello necesita el enlace del mensaje. Abre ese mensaje y sigue su enlace.
seats-title = Ahora mismo no hay ninguna plaza libre
seats-body = Todas las plazas de este equipo están ocupadas. Pide a la persona que te invitó que libere una y vuelve a intentarlo.
busy-title = Demasiados intentos
busy-body = Inténtalo de nuevo más tarde. La invitación no se pierde.
domain-title = Esta dirección no puede unirse
domain-body = La tienda solo admite direcciones de determinados dominios. Pregunta a la persona que te invitó.
member-title = Ya formas parte del equipo
member-body = Puedes abrir la tienda con tu cuenta. La invitación no hacía falta.
failed-title = No ha funcionado
find-stores = Iniciar sesión en mis tiendas

problem-malformed-request = No ha funcionado. Vuelve a cargar la página.
problem-invalid-field = Revisa lo que has escrito.
problem-unauthenticated = Inicia sesión de nuevo.
problem-forbidden = No tienes permiso para esto. Pregunta al propietario de la tienda.
problem-grant-exceeds-own = Para esto hacen falta permisos que tú no tienes. Pregunta al propietario de la tienda.
problem-owner-is-fixed = Aquí no se puede cambiar ni quitar al propietario.
problem-wrong-account = Se invitó a otra dirección: { $email }.
problem-email-not-verified = Confirma primero la dirección de tu cuenta.
problem-not-found = Esto no existe o ya no existe.
problem-already-member = Esta persona ya forma parte del equipo.
problem-already-invited = Ya hay una invitación pendiente para esta dirección.
problem-invitation-not-pending = Esta invitación ya no está pendiente. Vuelve a cargar la página para ver cómo está.
problem-invitation-expired = Esta invitación ha caducado.
problem-invitation-used = Esta invitación ya se ha usado.
problem-invitation-revoked = Esta invitación se anuló.
problem-invitation-declined = Esta invitación se rechazó.
problem-invitation-withdrawn = Esta invitación ya no es válida.
problem-invalid-token = Este enlace no funciona.
problem-seat-limit-reached =
    { $limit ->
        [one] El plan incluye una plaza y está ocupada.
       *[other] El plan incluye { $limit } plazas y todas están ocupadas.
    }
problem-precondition-failed = Otra persona lo ha cambiado mientras tanto. Míralo de nuevo antes de decidir.
problem-idempotency-key-reused = No ha funcionado. Vuelve a cargar la página.
problem-idempotency-key-in-use = Todavía se está haciendo. Espera un momento.
problem-domain-not-allowed = La tienda no admite direcciones de este dominio.
problem-quota-exceeded = Ha sido mucho de una vez. Inténtalo de nuevo después del { $when }.
problem-unavailable = Ahora mismo no funciona. Inténtalo de nuevo en un momento.
problem-internal = Algo ha fallado por nuestra parte. Inténtalo de nuevo más tarde.
problem-network = No hay conexión. Compruébala y vuelve a intentarlo.
problem-other = No ha funcionado. Inténtalo de nuevo.

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
