language-name = Español

# $contact: the owner's name
access-denied = Tu acceso a esta sección está restringido. Para obtener ayuda, ponte en contacto con el titular de la cuenta, { $contact }.

# $store: the store's name; $date: when the access ended; $contact: the owner's name
access-ended = Tu acceso a la tienda { $store } terminó el { $date }. Si todavía lo necesitas, ponte en contacto con { $contact }.

# $store: the store's name; $contact: the owner's name
access-suspended = Tu acceso a la tienda { $store } está suspendido. Ponte en contacto con { $contact }.

# $store: the store's name; $contact: the owner's name
access-closed = La tienda { $store } está cerrada. Si tienes alguna pregunta, ponte en contacto con { $contact }.

# $contact: the owner's name
no-access = No tienes acceso a esta tienda. Ponte en contacto con la persona que te invitó o con el titular de la cuenta, { $contact }.

nothing-there = Esto no existe o no tienes acceso a ello.
