# De e-mails. Dezelfde namen als in en/mail.ftl, waar de variabelen worden uitgelegd.

from-name = { $store } via { $brand }
link-in-full = Werkt de knop niet? Kopieer dan dit adres naar je browser:
open-store = Winkel openen
open-team = Team bekijken
open-invitations = Uitnodigingen bekijken
why-member = Je ontvangt deze e-mail omdat je deel uitmaakt van het team van de winkel { $store }.
why-manager = Je ontvangt deze e-mail omdat je de winkel { $store } beheert.
why-owner = Je ontvangt deze e-mail omdat de winkel { $store } van jou is.
unsubscribe = Deze e-mails niet meer ontvangen

invitation-subject = Je bent uitgenodigd om de winkel { $store } te beheren
invitation-title = Word lid van het team van { $store }
invitation-body = { $inviter } nodigt je uit om de winkel { $store } mee te beheren.
invitation-rights = Je rechten:
invitation-ends = Je toegang eindigt op { $ends }.
invitation-note = Notitie van { $inviter }:
invitation-button = Uitnodiging accepteren
invitation-address = Om mee te doen log je in met het adres { $email }, of maak je met dat adres een account aan.
invitation-any-address = Deze uitnodiging is verstuurd naar { $email }.
invitation-expires = De uitnodiging is geldig tot { $expires } en kan één keer worden gebruikt. Wil je liever niet meedoen? Dan kun je de uitnodiging op dezelfde pagina afslaan.
invitation-why = Je ontvangt deze e-mail omdat { $inviter } je adres heeft ingevuld om je uit te nodigen. Had je dit niet verwacht? Dan hoef je niets te doen: zonder jouw toestemming gebeurt er niets.

reminder-subject = Je uitnodiging voor de winkel { $store } verloopt binnenkort
reminder-title = Je uitnodiging verloopt binnenkort
reminder-body = { $inviter } heeft je uitgenodigd om de winkel { $store } mee te beheren. Je hebt nog niet gereageerd.

access-changed-subject = Je rechten in de winkel { $store } zijn gewijzigd
access-changed-title = Je rechten zijn gewijzigd
access-changed-body = { $actor } heeft je rechten in de winkel { $store } gewijzigd.
access-changed-added = Toegevoegd:
access-changed-taken = Ingetrokken:
access-changed-now = Je rechten vanaf nu:
access-changed-none = Je hebt tot geen enkel onderdeel van deze winkel meer toegang.
access-changed-ends = Je toegang eindigt op { $ends }.
access-changed-lifted = Je toegang heeft geen einddatum meer.

removed-subject = Je toegang tot de winkel { $store } is beëindigd
removed-title = Je toegang is beëindigd
removed-body = Je maakt geen deel meer uit van het team van de winkel { $store } en kunt de winkel niet meer openen.
removed-account = Je eigen account en je toegang tot andere winkels blijven ongewijzigd.
removed-next = Denk je dat dit een vergissing is? Neem dan contact op met de eigenaar van de winkel: { $contact }.
removed-why = Je ontvangt deze e-mail omdat je deel uitmaakte van het team van de winkel { $store }.

accepted-subject = { $who } is lid geworden van het team van { $store }
accepted-title = Uitnodiging geaccepteerd
accepted-body = { $person } heeft de uitnodiging geaccepteerd en maakt nu deel uit van het team van de winkel { $store }.
accepted-forwarded = De uitnodiging is verstuurd naar { $email }.

declined-subject = { $email } heeft de uitnodiging voor de winkel { $store } afgeslagen
declined-title = Uitnodiging afgeslagen
declined-body = { $email } heeft de uitnodiging voor de winkel { $store } afgeslagen.
declined-reason = Opgegeven reden:
declined-next = Deze uitnodiging is gesloten. Je kunt op elk moment een nieuwe versturen.

answers-subject =
    { $count ->
        [one] Een antwoord op een uitnodiging voor de winkel { $store }
       *[other] { $count } antwoorden op uitnodigingen voor de winkel { $store }
    }
answers-title = Antwoorden op uitnodigingen
answers-body =
    { $count ->
        [one] Eén persoon heeft gereageerd op een uitnodiging voor de winkel { $store }.
       *[other] { $count } personen hebben gereageerd op uitnodigingen voor de winkel { $store }.
    }
answers-joined = Geaccepteerd:
answers-declined = Afgeslagen:
answers-more =
    { $more ->
        [one] En nog één antwoord.
       *[other] En nog { $more } antwoorden.
    }

undelivered-subject =
    { $cause ->
        [complained] De uitnodiging aan { $email } is als spam gemeld
       *[other] De uitnodiging aan { $email } is niet bezorgd
    }
undelivered-title =
    { $cause ->
        [complained] Uitnodiging als spam gemeld
       *[other] Uitnodiging niet bezorgd
    }
undelivered-body =
    { $cause ->
        [bounced] Je uitnodiging voor de winkel { $store } is teruggekomen: de mailbox { $email } bestaat niet of accepteert geen e-mails.
        [complained] De ontvanger op { $email } heeft je uitnodiging voor de winkel { $store } als spam gemeld.
       *[refused] Onze e-maildienst heeft je uitnodiging voor de winkel { $store } aan { $email } niet geaccepteerd.
    }
undelivered-next =
    { $cause ->
        [complained] Overleg met deze persoon voordat je een nieuwe uitnodiging stuurt.
       *[other] Controleer het adres en nodig deze persoon opnieuw uit.
    }

withdrawn-subject = De uitnodiging aan { $email } is vervallen
withdrawn-title = Uitnodiging vervallen
withdrawn-body = { $inviter } had { $email } uitgenodigd voor de winkel { $store }, maar kan deze rechten niet meer geven. De uitnodiging is vervallen en de link werkt niet meer.
withdrawn-next = Moet deze persoon nog steeds lid worden van het team? Verstuur dan zelf een uitnodiging.

address-changed-subject = { $member } heeft een nieuw inlogadres
address-changed-title = Nieuw inlogadres
address-changed-body = { $member }, lid van het team van de winkel { $store }, logt voortaan in met een ander adres.
address-changed-old = Eerst:
address-changed-new = Nu:
address-changed-next = De rechten blijven hetzelfde. Verrast dit je? Vraag het na, en verwijder deze persoon bij twijfel uit het team.

app-installed-subject = { $app } is geïnstalleerd in de winkel { $store }
app-installed-title = Nieuwe app geïnstalleerd
app-installed-body = { $member } heeft de app { $app } geïnstalleerd in de winkel { $store }.
app-installed-next = Had je dit niet verwacht? Controleer dan de apps in de instellingen van je winkel.

order-created-subject =
    { $numbered ->
        [yes] Nieuwe bestelling { $number } voor { $activity }
       *[no] Nieuwe bestelling voor { $activity }
    }
order-created-title = Nieuwe bestelling
order-created-body = Er is een nieuwe bestelling binnengekomen voor { $activity } in de winkel { $store }.
order-created-number = Bestelling:
order-created-customer = Klant:
order-created-total = Totaal:
currency-sign =
    { $code ->
        [EUR] €
        [GBP] £
       *[other] –
    }
money-with-sign = { $currency } { $minus }{ $amount }
money-with-code = { $currency } { $minus }{ $amount }
order-created-why = Je ontvangt deze e-mail omdat je rol in de winkel { $store } meldingen van bestellingen omvat.

review-due-subject = Wie heeft toegang tot de winkel { $store }?
review-due-title = Tijd om je team na te lopen
review-due-body =
    { $count ->
        [0] Niemand behalve jij heeft toegang tot de winkel { $store }.
        [one] Naast jou heeft één persoon toegang tot de winkel { $store }:
       *[other] Naast jou hebben { $count } personen toegang tot de winkel { $store }:
    }
review-due-active = Laatst actief op { $day }
review-due-never = Nog niet actief geweest
review-due-ended = Hebben geen toegang meer:
review-due-access-ended = Toegang beëindigd op { $day }
review-due-suspended = Toegang opgeschort op { $day }
review-due-without-rights = De rechten bestaan niet meer
review-due-more =
    { $more ->
        [one] En nog één persoon.
       *[other] En nog { $more } personen.
    }
review-due-next = Controleer of iedereen deze rechten nog nodig heeft en verwijder personen die niet meer met je samenwerken.
review-due-button = Team nalopen

access-ending-subject = Je toegang tot de winkel { $store } eindigt binnenkort
access-ending-title = Je toegang eindigt binnenkort
access-ending-body = Je toegang tot de winkel { $store } eindigt op { $ends }.
access-ending-next = Heb je langer toegang nodig? Neem dan contact op met iemand die het team beheert of met de eigenaar van de winkel: { $email }. Anders hoef je niets te doen.

## Access has ended, to the former member

access-ended-subject = Je toegang tot de winkel { $store } is afgelopen
access-ended-title = Je toegang is afgelopen
access-ended-body = Je toegang tot de winkel { $store } eindigde op { $ends }.
access-ended-next = Heb je weer toegang nodig? Neem dan contact op met de eigenaar van de winkel: { $email }.
access-ended-why = Je ontvangt deze e-mail omdat je deel uitmaakte van het team van de winkel { $store }.

## A member left, to those who manage the team

left-subject = { $who } heeft de winkel { $store } verlaten
left-title = Een lid heeft het team verlaten
left-body = { $person } heeft het team van de winkel { $store } verlaten en kan de winkel niet meer openen.

## The store has another owner, to the former one

ownership-ended-subject = De winkel { $store } heeft een nieuwe eigenaar
ownership-ended-title = De winkel heeft een nieuwe eigenaar
ownership-ended-body = De winkel { $store } is nu van { $owner }.
ownership-ended-next = Je kunt de winkel niet meer openen. Had je dit niet verwacht? Neem dan direct contact op met de ondersteuning van je platform.
ownership-ended-why = Je ontvangt deze e-mail omdat de winkel { $store } van jou was.

## The store has another owner, to the new one

ownership-begun-subject = De winkel { $store } is nu van jou
ownership-begun-title = De winkel is nu van jou
ownership-begun-body = De winkel { $store }, die eerst van { $former } was, is nu van jou.

## The owner's address changed, to the former address

owner-address-changed-subject = Je adres voor de winkel { $store } is gewijzigd
owner-address-changed-title = Je adres is gewijzigd
owner-address-changed-body = E-mails aan jou als eigenaar van de winkel { $store } gaan nu naar een ander adres.
owner-address-changed-next = Had je dit niet verwacht? Neem dan direct contact op met de ondersteuning van je platform.
owner-address-changed-why = Je ontvangt deze e-mail omdat dit je adres voor de winkel { $store } was.

## A member's access suspended, and resumed. $contact: the owner's address

suspended-subject = Je toegang tot de winkel { $store } is opgeschort
suspended-title = Je toegang is opgeschort
suspended-body = Je kunt de winkel { $store } op dit moment niet openen. Je rechten blijven bewaard.
suspended-next = Heb je vragen? Neem dan contact op met de eigenaar van de winkel: { $contact }.
resumed-subject = Je hebt weer toegang tot de winkel { $store }
resumed-title = Je hebt weer toegang
resumed-body = Je toegang tot de winkel { $store } is niet meer opgeschort.

## To a member whom the platform has added

added-subject = Je maakt deel uit van het team van de winkel { $store }
added-title = Je maakt deel uit van het team van { $store }
added-body = Je bent toegevoegd aan het team van de winkel { $store }.
