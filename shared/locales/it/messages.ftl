language-name = Italiano

# $contact: the owner's name
access-denied = Il tuo accesso a questa sezione è limitato. Per ricevere assistenza, contatta il titolare del negozio, { $contact }.

# $store: the store's name; $date: when the access ended; $contact: the owner's name
access-ended = Il tuo accesso al negozio { $store } è terminato in data { $date }. Se ti serve ancora, contatta { $contact }.

# $store: the store's name; $contact: the owner's name
access-suspended = Il tuo accesso al negozio { $store } è sospeso. Contatta { $contact }.

# $store: the store's name; $contact: the owner's name
access-closed = Il negozio { $store } è chiuso. Per qualsiasi domanda, contatta { $contact }.

# $contact: the owner's name
no-access = Non hai accesso a questo negozio. Contatta la persona che ti ha invitato o il titolare del negozio, { $contact }.

nothing-there = Questo elemento non esiste o non hai accesso.
