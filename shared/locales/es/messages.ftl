language-name = Español

# $contact: the owner's name
access-denied = Su acceso a esta sección está restringido. Para obtener ayuda, póngase en contacto con el titular de la cuenta, { $contact }.

# $store: the shop's name; $date: when the access ended; $contact: the owner's name
access-ended = Su acceso a la tienda { $store } finalizó el { $date }. Si aún lo necesita, póngase en contacto con { $contact }.

# $contact: the owner's name
no-access = No tiene acceso a esta tienda. Póngase en contacto con la persona que le invitó o con el propietario de la tienda, { $contact }.
