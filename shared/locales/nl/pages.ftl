# De pagina’s: wat ze gemeen hebben, en de pagina die de link van een uitnodiging opent. Dezelfde namen als in
# en/pages.ftl, waar de variabelen zijn uitgelegd.

language = Taal
sign-in = Inloggen
sign-out = Uitloggen
create-account = Account aanmaken
cancel = Annuleren
close = Sluiten
try-again = Opnieuw proberen
optional = (optioneel)
loading = Een ogenblik…

join-opening = Je uitnodiging
join-title = Word lid van het team van { $store }
join-invited = { $inviter } nodigt je uit om deze winkel mee te beheren.
join-invited-by-team = Je bent uitgenodigd om deze winkel mee te beheren.
join-rights = Je toegang
join-for = Uitgenodigd adres
join-expires = Geldig tot
join-ends = Toegang eindigt op
join-button = Lid worden van de winkel
join-button-as = Lid worden als { $email }
join-next = In de volgende stap log je in. Heb je nog geen account? Dan kun je er een aanmaken.
join-signed-in = Je bent ingelogd als { $email }.
join-other-account = Je bent ingelogd als { $email }, en dat is niet het uitgenodigde adres. Je kunt met dit account lid worden of een ander account gebruiken. { $invited }
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
decline-reason = Je reden
decline-reason-hint = Het team kan die lezen.
decline-confirm = Afslaan
declined-title = Je hebt de uitnodiging afgeslagen
declined-body = Het team van { $store } weet het. Je hoeft verder niets te doen.
declined-again = Bedenk je je? Vraag dan om een nieuwe uitnodiging.

wrong-account-title = Er is een ander adres uitgenodigd
wrong-account-body = Je bent ingelogd als { $email }. De uitnodiging is voor { $invited }.
wrong-account-next = Log in met het uitgenodigde adres om lid te worden.
not-verified-title = Bevestig eerst je adres
not-verified-body = Het adres van je account, { $email }, is nog niet bevestigd. Open de bevestigingsmail van je account, volg de link daarin, kom dan hier terug en log opnieuw in.
sign-in-again = Opnieuw inloggen

expired-title = Deze uitnodiging is verlopen
expired-body = Uitnodigingen zijn maar een paar dagen geldig. We kunnen een nieuwe link naar het uitgenodigde adres sturen.
expired-button = Nieuwe link sturen
renewed-title = Er is een nieuwe link onderweg
renewed-body = We hebben hem naar het uitgenodigde adres gestuurd. Hij zou binnen een paar minuten moeten aankomen; kijk ook in je spammap. Je kunt deze pagina sluiten.

used-title = Deze uitnodiging is al gebruikt
used-body = Er is al iemand met deze link lid geworden. Was jij dat? Log dan in om de winkel te vinden.
revoked-title = Deze link werkt niet meer
revoked-body = De uitnodiging is ingetrokken, of er is een nieuwere link gestuurd. Zoek naar een nieuwer bericht, of vraag het aan degene die je heeft uitgenodigd.
refused-title = Deze uitnodiging is afgeslagen
refused-body = Wil je toch lid worden? Vraag dan degene die je heeft uitgenodigd om een nieuwe uitnodiging.
withdrawn-title = Deze uitnodiging is niet meer geldig
withdrawn-body = Degene die je heeft uitgenodigd, kan deze toegang niet meer geven. Vraag de eigenaar van de winkel om een nieuwe uitnodiging.
unknown-title = Deze link werkt niet
unknown-body = Misschien is hij afgebroken of verkeerd overgetypt. Open hem opnieuw vanuit het bericht, of kopieer hem daar in zijn geheel.
missing-title = Open de link in je e-mail
missing-body = Deze pagina toont een uitnodiging en heeft daarvoor de link uit de e-mail nodig. Open die e-mail en volg de link daarin.
seats-title = Er is op dit moment geen plaats vrij
seats-body = Alle plaatsen in dit team zijn bezet. Vraag degene die je heeft uitgenodigd om er een vrij te maken, en probeer het dan opnieuw.
busy-title = Te veel pogingen
busy-body = Probeer het later opnieuw. De uitnodiging gaat niet verloren.
domain-title = Dit adres kan geen lid worden
domain-body = De winkel laat alleen adressen van bepaalde domeinen toe. Vraag het aan degene die je heeft uitgenodigd.
member-title = Je zit al in het team
member-body = Je kunt de winkel met je account openen. De uitnodiging was niet nodig.
failed-title = Dat is niet gelukt
find-stores = Inloggen bij mijn winkels

problem-malformed-request = Dat is niet gelukt. Laad de pagina opnieuw.
problem-invalid-field = Controleer wat je hebt ingevuld.
problem-unauthenticated = Log opnieuw in.
problem-forbidden = Dit mag je niet. Vraag het aan de eigenaar van de winkel.
problem-grant-exceeds-own = Hiervoor zijn rechten nodig die je zelf niet hebt. Vraag het aan de eigenaar van de winkel.
problem-owner-is-fixed = De eigenaar kan hier niet worden gewijzigd of verwijderd.
problem-wrong-account = Er is een ander adres uitgenodigd: { $email }.
problem-email-not-verified = Bevestig eerst het adres van je account.
problem-not-found = Dit bestaat niet, of niet meer.
problem-already-member = Deze persoon zit al in het team.
problem-already-invited = Er staat al een uitnodiging open voor dit adres.
problem-invitation-not-pending = Deze uitnodiging staat niet meer open. Laad de pagina opnieuw om te zien hoe het ermee staat.
problem-invitation-expired = Deze uitnodiging is verlopen.
problem-invitation-used = Deze uitnodiging is al gebruikt.
problem-invitation-revoked = Deze uitnodiging is ingetrokken.
problem-invitation-declined = Deze uitnodiging is afgeslagen.
problem-invitation-withdrawn = Deze uitnodiging is niet meer geldig.
problem-invalid-token = Deze link werkt niet.
problem-seat-limit-reached =
    { $limit ->
        [one] Het abonnement omvat één plaats, en die is bezet.
       *[other] Het abonnement omvat { $limit } plaatsen, en die zijn allemaal bezet.
    }
problem-precondition-failed = Iemand anders heeft dit intussen gewijzigd. Bekijk het nog eens en beslis dan.
problem-idempotency-key-reused = Dat is niet gelukt. Laad de pagina opnieuw.
problem-idempotency-key-in-use = Hier wordt nog aan gewerkt. Wacht even.
problem-domain-not-allowed = De winkel laat geen adressen van dit domein toe.
problem-quota-exceeded = Dat was veel ineens. Probeer het opnieuw na { $when }.
problem-unavailable = Dit lukt op dit moment niet. Probeer het zo nog eens.
problem-internal = Er is bij ons iets misgegaan. Probeer het later opnieuw.
problem-network = Er is geen verbinding. Controleer die en probeer het dan opnieuw.
problem-other = Dat is niet gelukt. Probeer het opnieuw.

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
