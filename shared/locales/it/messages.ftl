language-name = Italiano

# $contact: the owner's name
access-denied = Il Suo accesso a questa sezione è limitato. Per ricevere assistenza, contatti il titolare dell'account, { $contact }.

# $store: the shop's name; $date: when the access ended; $contact: the owner's name
access-ended = Il Suo accesso al negozio { $store } è terminato in data { $date }. Se Le serve ancora, contatti { $contact }.

# $contact: the owner's name
no-access = Non ha accesso a questo negozio. Contatti la persona che L'ha invitata o il proprietario del negozio, { $contact }.
