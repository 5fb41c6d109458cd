language-name = Nederlands

# $contact: the owner's name
access-denied = Uw toegang tot dit onderdeel is beperkt. Neem voor hulp contact op met de accounthouder, { $contact }.

# $store: the shop's name; $date: when the access ended; $contact: the owner's name
access-ended = Uw toegang tot de winkel { $store } is op { $date } beëindigd. Neem contact op met { $contact } als u die nog nodig hebt.

# $contact: the owner's name
no-access = U hebt geen toegang tot deze winkel. Neem contact op met degene die u heeft uitgenodigd of met de eigenaar van de winkel, { $contact }.
