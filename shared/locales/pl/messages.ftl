language-name = Polski

# $contact: the owner's name
access-denied = Dostęp do tej sekcji jest ograniczony. W celu uzyskania pomocy prosimy o kontakt z właścicielem konta: { $contact }.

# $store: the shop's name; $date: when the access ended; $contact: the owner's name
access-ended = Dostęp do sklepu { $store } wygasł { $date }. Jeśli jest nadal potrzebny, prosimy o kontakt: { $contact }.

# $contact: the owner's name
no-access = Brak dostępu do tego sklepu. Prosimy o kontakt z osobą, od której pochodzi zaproszenie, lub z właścicielem sklepu: { $contact }.
