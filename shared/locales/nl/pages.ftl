# De teksten die alle pagina’s gemeen hebben, en die van de pagina die de link van een uitnodiging opent. Dezelfde namen als
# in en/pages.ftl, waar de variabelen worden uitgelegd.

language = Taal
sign-in = Inloggen
sign-out = Uitloggen
create-account = Account aanmaken
cancel = Annuleren
close = Sluiten
try-again = Opnieuw proberen
optional = (optioneel)
loading = Een ogenblik…
date-unknown = onbekende datum
list-few = { $shown } en nog { $more }
list-more-count = Nog { $count }
discard-question = Wat je hebt ingevuld, is niet verzonden. Wil je het weggooien?
discard-keep = Verder bewerken
discard = Weggooien

join-opening = Je uitnodiging
join-title = Word lid van het team van { $store }
join-invited = { $inviter } nodigt je uit om deze winkel mee te beheren.
join-invited-by-team = Je bent uitgenodigd om deze winkel mee te beheren.
join-rights = Je rechten
join-for = Uitgenodigd adres
join-expires = Geldig tot
join-ends = Toegang eindigt op
join-button = Uitnodiging accepteren
join-button-as = Accepteren als { $email }
join-next = In de volgende stap log je in. Heb je nog geen account? Dan kun je er een aanmaken.
join-signed-in = Je bent ingelogd als { $email }.
join-other-account = Je bent ingelogd als { $email }, maar { $invited } is uitgenodigd. Je kunt de uitnodiging met dit account accepteren of een ander account gebruiken.
join-switch = Ander account gebruiken
join-decline = Uitnodiging afslaan
join-consent = Zonder jouw toestemming gebeurt er niets.
join-cancelled = Je bent terug zonder in te loggen. De uitnodiging blijft geldig.
join-sign-in-failed = Het inloggen is niet gelukt. Probeer het opnieuw.

joined-title = Welkom in het team van { $store }
joined-body = Je maakt nu deel uit van het team en kunt meteen aan de slag.
joined-open = Winkel openen
joined-team = Team bekijken

decline-title = Uitnodiging afslaan?
decline-body = Het team van { $store } krijgt te horen dat je niet meedoet. Deze link werkt daarna niet meer.
decline-reason = Reden
decline-reason-hint = Het team kan die lezen.
decline-confirm = Afslaan
declined-title = Je hebt de uitnodiging afgeslagen
declined-body = Het team van { $store } is op de hoogte. Je hoeft verder niets te doen.
declined-again = Bedenk je je? Vraag dan om een nieuwe uitnodiging.

wrong-account-title = Er is een ander adres uitgenodigd
wrong-account-body = Je bent ingelogd als { $email }. De uitnodiging is voor { $invited }.
wrong-account-next = Log in met het uitgenodigde adres om de uitnodiging te accepteren.
not-verified-title = Bevestig eerst je adres
not-verified-body = Het adres van je account, { $email }, is nog niet bevestigd. Open de bevestigingsmail van je account en volg de link daarin. Kom dan hier terug en log opnieuw in.
sign-in-again = Opnieuw inloggen

expired-title = Deze uitnodiging is verlopen
expired-body = Uitnodigingen zijn maar een paar dagen geldig. We kunnen een nieuwe link naar het uitgenodigde adres sturen.
expired-button = Nieuwe link sturen
renewed-title = Er is een nieuwe link onderweg
renewed-body = We hebben hem naar het uitgenodigde adres gestuurd. Hij zou binnen een paar minuten moeten aankomen; kijk ook in je spammap. Je kunt deze pagina sluiten.

link-from = Uitnodiging van { $inviter } voor het team van { $store }
link-from-team = Uitnodiging voor het team van { $store }
used-title = Deze uitnodiging is al gebruikt
used-body = Iemand heeft deze link al gebruikt. Was jij dat? Log dan in om de winkel te openen.
used-body-signed-in = Iemand heeft deze link al gebruikt. Was jij dat en heb je geen toegang meer? Dan staat de reden bij je winkels. Was het iemand anders? Vraag dan de persoon die je heeft uitgenodigd om een nieuwe uitnodiging.
revoked-title = Deze link werkt niet meer
revoked-body = De uitnodiging is ingetrokken, of er is een nieuwere link gestuurd. Zoek een nieuwere e-mail, of vraag het de persoon die je heeft uitgenodigd.
refused-title = Deze uitnodiging is afgeslagen
refused-body = Wil je toch lid worden van het team? Vraag dan de persoon die je heeft uitgenodigd om een nieuwe uitnodiging.
withdrawn-title = Deze uitnodiging is niet meer geldig
withdrawn-body = De persoon die je heeft uitgenodigd, kan deze rechten niet meer geven. Vraag de eigenaar van de winkel om een nieuwe uitnodiging.
unknown-title = Deze link werkt niet
unknown-body = Misschien is hij onderweg afgebroken of veranderd. Open hem opnieuw vanuit de e-mail, of kopieer hem daar in zijn geheel en plak hem hier.
old-title = Deze link is te oud
old-body = De uitnodiging is niet meer opgeslagen. Vraag de persoon die je heeft uitgenodigd om een nieuwe uitnodiging.
missing-title = Open de link in je e-mail
missing-body = Deze pagina toont een uitnodiging en heeft daarvoor de link uit de e-mail nodig. Open die e-mail en volg de link daarin, of kopieer de link en plak hem hier.
paste-link = Link uit de e-mail
paste-hint = Je kunt ook de hele e-mail plakken.
paste-open = Uitnodiging tonen
paste-none = In deze tekst staat geen link van een uitnodiging.
seats-title = Er is op dit moment geen plaats vrij
seats-body = Alle plaatsen in dit team zijn bezet. Vraag de persoon die je heeft uitgenodigd om er een vrij te maken, en probeer het dan opnieuw.
busy-title = Te veel pogingen
busy-body = Probeer het later opnieuw. De uitnodiging gaat niet verloren.
domain-title = Dit adres kan de uitnodiging niet accepteren
domain-body = De winkel laat alleen adressen van bepaalde domeinen toe. Vraag het de persoon die je heeft uitgenodigd.
member-title = Je maakt al deel uit van het team
member-body = Je kunt de winkel met je account openen. Je hebt de uitnodiging niet nodig.
on-team-title = Je maakt deel uit van het team van { $store }
on-team-body = Je hebt deze uitnodiging al gebruikt. Je kunt de winkel openen.
failed-title = Er is iets misgegaan
find-stores = Mijn winkels bekijken

problem-malformed-request = Er is iets misgegaan. Laad de pagina opnieuw.
problem-invalid-field = Controleer wat je hebt ingevuld.
problem-unauthenticated = Log opnieuw in.
problem-forbidden = Je hebt hier geen rechten voor. Neem contact op met de eigenaar van de winkel.
problem-grant-exceeds-own = Hiervoor zijn rechten nodig die je zelf niet hebt. Neem contact op met de eigenaar van de winkel.
problem-owner-is-fixed = De eigenaar kan hier niet worden gewijzigd of verwijderd.
problem-wrong-account = Er is een ander adres uitgenodigd: { $email }.
problem-email-not-verified = Bevestig eerst het adres van je account.
problem-member-suspended = Je toegang tot deze winkel is opgeschort. Neem contact op met de eigenaar van de winkel.
problem-store-closed = De winkel is gesloten.
problem-not-found = Dit bestaat niet, of niet meer.
problem-already-member = Deze persoon maakt al deel uit van het team.
problem-already-invited = Er is al een openstaande uitnodiging voor dit adres.
problem-invitation-not-pending = Deze uitnodiging staat niet meer open. Laad de pagina opnieuw om de huidige stand te zien.
problem-invitation-expired = Deze uitnodiging is verlopen.
problem-invitation-used = Deze uitnodiging is al gebruikt.
problem-invitation-revoked = Deze uitnodiging is ingetrokken.
problem-invitation-declined = Deze uitnodiging is afgeslagen.
problem-invitation-withdrawn = Deze uitnodiging is niet meer geldig.
problem-invalid-token = Deze link werkt niet.
problem-seat-limit-reached =
    { $limit ->
        [one] Je abonnement omvat één plaats, en die is bezet.
       *[other] Je abonnement omvat { $limit } plaatsen, en die zijn allemaal bezet.
    }
problem-precondition-failed = Iemand anders heeft dit intussen gewijzigd. Controleer het opnieuw voordat je beslist.
problem-idempotency-key-reused = Er is iets misgegaan. Laad de pagina opnieuw.
problem-idempotency-key-in-use = Hier wordt nog aan gewerkt. Wacht even.
problem-domain-not-allowed = De winkel laat geen adressen van dit domein toe.
problem-quota-exceeded = Te veel verzoeken tegelijk. Probeer het opnieuw na { $when }.
problem-unavailable = Dit is op dit moment niet beschikbaar. Probeer het zo opnieuw.
problem-internal = Er is bij ons iets misgegaan. Probeer het later opnieuw.
problem-network = Er is geen verbinding. Controleer die en probeer het dan opnieuw.
problem-storage-blocked = Je browser blokkeert sitegegevens, die nodig zijn om in te loggen. Sta cookies en sitegegevens voor deze pagina toe en laad die dan opnieuw.
problem-other = Er is iets misgegaan. Probeer het opnieuw.

unsubscribe-ask-title = Deze e-mails niet meer ontvangen?
unsubscribe-ask-body = Je ontvangt dan geen e-mails van dit soort meer van deze winkel. E-mails over je eigen toegang blijf je ontvangen.
unsubscribe-button = Niet meer ontvangen
unsubscribe-unsubscribed-title = Je ontvangt deze e-mails niet meer
unsubscribe-unsubscribed-body =
    { $kind ->
        [answers] De winkel { $store } mailt je niet meer wanneer iemand op een uitnodiging reageert.
        [orders] De winkel { $store } mailt je niet meer over nieuwe bestellingen.
       *[reviews] De winkel { $store } vraagt je niet meer per e-mail om na te gaan wie toegang heeft.
    }
unsubscribe-undo = Weer ontvangen
unsubscribe-subscribed-title = Je ontvangt deze e-mails weer
unsubscribe-subscribed-body = De winkel { $store } mailt je zoals voorheen.
unsubscribe-invalid-title = Deze link werkt niet
unsubscribe-invalid-body = De link is onvolledig of te oud. Gebruik de link in een nieuwere e-mail.
