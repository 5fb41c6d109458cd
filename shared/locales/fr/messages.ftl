language-name = Français

# $contact: the owner's name
access-denied = Votre accès à cette section est restreint. Pour obtenir de l’aide, contactez le titulaire du compte, { $contact }.

# $store: the store's name; $date: when the access ended; $contact: the owner's name
access-ended = Votre accès à la boutique { $store } a pris fin le { $date }. Si vous en avez encore besoin, contactez { $contact }.

# $store: the store's name; $contact: the owner's name
access-suspended = Votre accès à la boutique { $store } est suspendu. Contactez { $contact }.

# $store: the store's name; $contact: the owner's name
access-closed = La boutique { $store } est fermée. Pour toute question, contactez { $contact }.

# $contact: the owner's name
no-access = Vous n’avez pas accès à cette boutique. Contactez la personne qui vous a invité(e) ou le titulaire du compte, { $contact }.

nothing-there = Cet élément n’existe pas, ou vous n’y avez pas accès.
