language-name = Deutsch

# $contact: the owner's name
access-denied = Ihr Zugriff auf diesen Bereich ist eingeschränkt. Hilfe erhalten Sie von der Inhaberin oder dem Inhaber des Shops: { $contact }.

# $store: the store's name; $date: when the access ended; $contact: the owner's name
access-ended = Ihr Zugriff auf den Shop { $store } endete am { $date }. Wenn Sie ihn weiterhin benötigen, wenden Sie sich bitte an { $contact }.

# $store: the store's name; $contact: the owner's name
access-suspended = Ihr Zugriff auf den Shop { $store } ist gesperrt. Bitte wenden Sie sich an { $contact }.

# $store: the store's name; $contact: the owner's name
access-closed = Der Shop { $store } ist geschlossen. Bei Fragen wenden Sie sich bitte an { $contact }.

# $contact: the owner's name
no-access = Sie haben keinen Zugriff auf diesen Shop. Bitte wenden Sie sich an die Person, die Sie eingeladen hat, oder an die Inhaberin oder den Inhaber des Shops: { $contact }.

nothing-there = Das gibt es nicht, oder Sie haben keinen Zugriff darauf.
