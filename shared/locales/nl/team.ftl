# De teksten van de teampagina. Dezelfde namen als in en/team.ftl, waar de variabelen worden uitgelegd.

team-title = Team
team-sign-in = Log in om de teams van je winkels te zien.
sign-in-cancelled = Je bent terug zonder in te loggen.
team-signed-in = Ingelogd als { $email }
team-stores = Al mijn winkels
team-nav = Onderdelen
read-at = Stand: { $when }
read-again = Vernieuwen
entry-unreadable = Dit item kan niet worden getoond.
act-on = { $act }: { $name }
list-cut = Hier staan alleen de eerste { $shown } vermeldingen. Toon ze allemaal voordat je afdrukt.

stores-title = Je winkels
stores-lead = Kies de winkel waarvan je het team wilt zien.
stores-none = Je maakt geen deel uit van het team van een winkel.
stores-none-next = Je bent ingelogd als { $email }. Is een ander adres van je uitgenodigd, log dan daarmee in; vraag anders de eigenaar van de winkel om een uitnodiging.
stores-unknown = Je maakt geen deel uit van het team van deze winkel, of niet meer.
stores-owner = Jouw winkel
stores-member = Je maakt deel uit van het team
waiting-title = Uitnodigingen voor jou
waiting-by = { $inviter } nodigt je uit voor de winkel { $store }.
waiting = Je bent uitgenodigd voor de winkel { $store }.
waiting-until = De uitnodiging is geldig tot { $when }.
waiting-decline = Het team van { $store } krijgt te horen dat je niet meedoet. De link in de e-mail werkt daarna niet meer.
waiting-expired = De uitnodiging is verlopen op { $when }.
waiting-renew = Stuur me de e-mail opnieuw
waiting-renewed = Er is een nieuwe e-mail onderweg naar { $email }. Je kunt de uitnodiging ook meteen hier accepteren.

profile = Profiel
profile-title = Jouw profiel
profile-lead = Je naam en taal gelden voor alle teams waarvan je lid bent.
profile-name = Naam
profile-name-hint = Zichtbaar voor iedereen in je teams.
profile-name-missing = Vul je naam in.
profile-language-hint = Voor deze pagina en voor de e-mails die je krijgt.
profile-account-name = De naam van je account is { $name }.
profile-use = { $name } gebruiken
profile-saved = Profiel opgeslagen.
profile-owner = Je naam als eigenaar komt van het platform en kan alleen daar worden gewijzigd. De taal van deze pagina kies je bovenaan.

seats-used =
    { $limit ->
        [one] { $used } van { $limit } plaats bezet
       *[other] { $used } van { $limit } plaatsen bezet
    }
seats-any = Onbeperkt aantal plaatsen
seats-owner = Openstaande uitnodigingen nemen een plaats in, de eigenaar niet.
seats-full = Alle plaatsen zijn bezet.
seats-full-owner = Wil je nog iemand uitnodigen? Verwijder dan een teamlid, trek een uitnodiging in of kies een groter abonnement.
seats-full-manager = Wil je nog iemand uitnodigen? Verwijder dan een teamlid, trek een uitnodiging in of vraag { $owner } om een groter abonnement.
seats-upgrade = Grotere abonnementen bekijken

members-title = Teamleden
members-read-only = Deze winkel is van { $owner }. Moet hier iets veranderen? Schrijf naar:
member-you = Jij
member-owner = Eigenaar
member-everything = Volledige toegang
member-nothing = Nog geen toegang
member-joined = In het team sinds: { $day }
member-active = Laatst actief: { $day }
member-never = Nog niet actief geweest
member-ends = Toegang eindigt: { $day }
member-ended = Toegang beëindigd: { $day }
member-suspended = Toegang opgeschort
member-suspend = Toegang opschorten
member-suspend-hint = Geen toegang totdat dit wordt uitgezet. Rechten en plaats blijven behouden.
member-bounced = E-mails aan dit adres komen terug.
member-complained = Deze persoon heeft een e-mail als spam gemeld.
exceeds-own = Hier horen rechten bij die je zelf niet hebt. Neem voor wijzigingen contact op met { $owner }.
edit = Wijzigen
remove = Verwijderen
leave = Team verlaten
save = Opslaan

list-shown = { $shown } van { $total } getoond
list-more = Meer tonen
search-members = Teamleden zoeken
search-invitations = Uitnodigingen zoeken
search-hint = Naam, adres, rol of recht
search-hint-many = Begin van een naam of een adres
search-found =
    { $count ->
        [0] Niets gevonden.
        [one] Eén gevonden.
       *[other] { $count } gevonden.
    }
search-busy = Bezig met zoeken…
search-more = De eerste { $count } resultaten

rights-role = Rol
rights-roles = Rollen
rights-permissions = Rechten
rights-at-least = Kies er minstens één.
rights-all = Alles selecteren
rights-none = Niets selecteren
rights-nobody = Je hebt geen rechten die je kunt geven. Neem contact op met { $owner }.
rights-everyone = Iedereen die je uitnodigt, krijgt deze rol.
rights-includes = Omvat: { $list }
rights-opens = Geeft toegang tot: { $list }
rights-now = { $name }, huidige rechten:
rights-offered = { $email }, aangeboden rechten:
access-end = Toegang eindigt op
access-end-hint = Aan het einde van die dag ({ $zone }) eindigt de toegang automatisch. Laat leeg als de toegang niet hoeft te eindigen.
access-end-past = Kies een dag die nog niet voorbij is.

invite = Uitnodigen
invite-title = Uitnodigen voor het team
invite-addresses = E-mailadressen
invite-addresses-hint = Eén of meer. Plak je lijst zoals die is: elk adres erin wordt gevonden.
invite-recipients = Gevonden adressen
invite-count =
    { $count ->
        [one] Eén adres
       *[other] { $count } adressen
    }
invite-ready =
    { $ready ->
        [0] Geen van de { $count } adressen kan worden uitgenodigd.
        [one] Eén van de { $count } adressen kan worden uitgenodigd.
       *[other] { $ready } van de { $count } adressen kunnen worden uitgenodigd.
    }
invite-none = Vul minstens één e-mailadres in.
invite-none-ready = Geen van deze adressen kan worden uitgenodigd.
invite-wrong-address = Dit adres kan geen e-mails ontvangen.
invite-no-seat = Voor dit adres is geen plaats vrij.
invite-repeated = { $count } keer ingevuld
invite-rest = Geen adres gevonden in: { $list }
invite-unread = De lijst is te lang om in één keer te lezen. Het einde blijft in het veld staan.
invite-later =
    { $count ->
        [one] Eén adres gaat boven de { $limit } die tegelijk kunnen worden uitgenodigd. Het blijft in het veld staan.
       *[other] { $count } adressen gaan boven de { $limit } die tegelijk kunnen worden uitgenodigd. Ze blijven in het veld staan.
    }
invite-faulty-more =
    { $count ->
        [one] Nog één adres kan niet worden uitgenodigd.
       *[other] Nog { $count } adressen kunnen niet worden uitgenodigd.
    }
advice-slip = Is dit een tikfout?
advice-shared = E-mails aan dit adres worden misschien door meerdere personen of door niemand gelezen.
invite-instead = { $email } gebruiken
invite-seats =
    { $available ->
        [one] Er is nog maar één plaats vrij.
       *[other] Er zijn nog maar { $available } plaatsen vrij.
    }
invite-language = Taal
invite-language-hint = Voor de e-mail en de pagina’s daarna. De persoon kan de taal wijzigen.
invite-days =
    { $days ->
        [one] De link in de e-mail is één dag geldig.
       *[other] De link in de e-mail is { $days } dagen geldig.
    }
invite-send =
    { $count ->
        [0] Uitnodiging versturen
        [one] Uitnodiging versturen
       *[other] { $count } uitnodigingen versturen
    }
invite-sent =
    { $count ->
        [one] Uitnodiging verstuurd: { $list }
       *[other] { $count } uitnodigingen verstuurd: { $list }
    }
invite-failed =
    { $count ->
        [one] Eén adres is niet uitgenodigd. De reden staat erbij.
       *[other] { $count } adressen zijn niet uitgenodigd. De reden staat er telkens bij.
    }
invite-leave-out = Weglaten
invite-again = Wat je hebt ingevuld, blijft staan. Als je opnieuw verstuurt, wordt niemand twee keer uitgenodigd.

nav-invitations = Openstaand
invitations-title = Openstaande uitnodigingen
invitations-none = Geen openstaande uitnodigingen.
invitations-none-next = Personen die je uitnodigt, staan hier tot ze lid zijn van het team.
invited-by = Uitgenodigd door { $name }: { $day }
invited-on = Uitgenodigd: { $day }
invited-language = Taal: { $language }
invited-until = Link geldig tot: { $when }
invited-expired = Link verlopen: { $when }
delivery-none = Geen e-mail
delivery-queued = Wordt verstuurd
delivery-sent = Verstuurd
delivery-delivered = Bezorgd
delivery-bounced = Niet bezorgd
delivery-complained = Als spam gemeld
delivery-failed = Kon niet worden verstuurd
status-expired = Verlopen
help-bounced = De mailbox bestaat niet of accepteert geen e-mails. Trek deze uitnodiging in en nodig dan het juiste adres uit.
help-complained = De ontvanger heeft de e-mail als spam gemeld. Overleg met deze persoon voordat je die opnieuw stuurt.
help-failed = De e-maildienst heeft de e-mail niet geaccepteerd. Controleer het adres en stuur de e-mail dan opnieuw.
help-expired = De link is niet op tijd gebruikt. Stuur de uitnodiging opnieuw of trek deze in.
help-over = De toegangsperiode is voorbij. Nodig opnieuw uit met een latere einddatum.
resend = Opnieuw sturen
resent = Een nieuwe link is onderweg naar { $email }. De vorige werkt niet meer.
revoke = Intrekken
revoke-title = Uitnodiging intrekken?
revoke-body = De link die naar { $email } is gestuurd, werkt meteen niet meer.
revoke-untold = Hierover wordt geen e-mail gestuurd.
revoked = De uitnodiging aan { $email } is ingetrokken.

edit-title = Rechten wijzigen: { $name }
edit-invitation-title = Uitnodiging wijzigen: { $email }
edit-mailed = { $name } krijgt een e-mail met de nieuwe rechten.
edit-link-stays = De link in de e-mail blijft dezelfde.
edit-link-new = Naar dit adres gaat een nieuwe uitnodiging met een nieuwe link. De oude link is niet meer geldig.
edit-address = Adres
edit-address-hint = Met een ander adres is de al verzonden link niet meer geldig.
changed = Rechten opgeslagen: { $name }
changed-invitation = Uitnodiging opgeslagen: { $email }
changed-meanwhile = Iemand anders heeft dit intussen gewijzigd. Dit is de huidige stand: controleer die en sla dan op.
gone-meanwhile = Dit bestaat niet meer: iemand anders heeft het verwijderd.
remove-title = { $name } uit het team verwijderen?
remove-body = De toegang tot de winkel { $store } eindigt meteen. Het eigen account en de toegang tot andere winkels blijven ongewijzigd.
remove-mailed = { $name } krijgt hierover een e-mail.
remove-seat = De plaats komt vrij.
remove-again = Wil je weer samenwerken, nodig deze persoon dan opnieuw uit.
removed = Uit het team verwijderd: { $name }
leave-title = Het team van { $store } verlaten?
leave-body = Je toegang tot deze winkel eindigt meteen. Je eigen account en je toegang tot andere winkels blijven ongewijzigd. Om terug te komen heb je een nieuwe uitnodiging nodig.
left = Je maakt geen deel meer uit van het team van { $store }.

settings-title = Instellingen
settings-support = Toegang voor support toestaan
settings-support-hint = Supportmedewerkers kunnen dan in deze winkel handelen namens jou en namens iedereen in het team.
settings-domains = Toegestane domeinen
settings-domains-hint = Alleen adressen van deze domeinen kunnen worden uitgenodigd en lid worden van het team. Scheid ze met spaties, komma’s of regeleinden. Laat leeg om alles toe te staan.
settings-domains-wrong = Geen domein: { $list }
settings-saved = Instellingen opgeslagen.

activities-title = Activiteiten
activities-lead = Iedereen in het team heeft toegang tot alle activiteiten. Nieuwe bestellingen worden gemaild aan personen met een rol die dat omvat, waar het hier is ingeschakeld.
activities-none = Nog geen activiteiten.
activity-orders = Nieuwe bestellingen mailen
activity-orders-on = Nieuwe bestellingen worden gemaild
activity-orders-off = Nieuwe bestellingen worden niet gemaild
activity-add = Activiteit toevoegen
activity-name = Naam van de activiteit
activity-name-missing = Vul een naam in.
activity-rename = Naam wijzigen
activity-delete = Verwijderen
activity-delete-title = Activiteit { $name } verwijderen?
activity-delete-body = Nieuwe bestellingen worden niet meer gemaild. In de geschiedenis blijft de activiteit staan.
activity-deleted = Verwijderd: { $name }
activity-saved = Opgeslagen: { $name }

history-title = Geschiedenis
history-lead = De wijzigingen van de afgelopen 400 dagen, de nieuwste eerst.
history-none = Nog geen wijzigingen.
history-from = IP-adres: { $ip }
actor-platform = Het platform
actor-service = Staffroom
actor-invitee = De uitgenodigde persoon
actor-user = Iemand
event-store-created = { $actor } heeft de winkel geopend.
event-store-changed = { $actor } heeft de instellingen van de winkel gewijzigd.
event-store-transferred = { $actor } heeft de winkel overgedragen van { $from } aan { $to }.
event-invitation-created = { $actor } heeft { $email } uitgenodigd.
event-invitation-resent = { $actor } heeft een nieuwe link naar { $email } gestuurd.
event-invitation-link-copied = { $actor } heeft de link voor { $email } gekopieerd.
event-invitation-renewed = { $email } heeft een nieuwe link gevraagd.
event-invitation-changed = { $actor } heeft de uitnodiging aan { $email } gewijzigd.
event-invitation-revoked = { $actor } heeft de uitnodiging aan { $email } ingetrokken.
event-invitation-superseded = De uitnodiging aan { $email } is beëindigd, omdat deze persoon al in het team zit.
event-invitation-accepted = { $member } is lid geworden van het team.
event-invitation-declined = { $email } heeft de uitnodiging afgeslagen.
event-invitation-withdrawn = De uitnodiging aan { $email } is vervallen, omdat de persoon die uitnodigde deze rechten niet meer kan geven.
event-invitation-expired = De uitnodiging aan { $email } is zonder antwoord verlopen.
event-invitation-undelivered = De uitnodiging aan { $email } is niet bezorgd.
event-invitation-unwanted = De uitnodiging aan { $email } is als spam gemeld.
event-member-added = { $actor } heeft { $member } toegevoegd aan het team.
event-member-changed = { $actor } heeft de rechten van { $member } gewijzigd.
event-member-removed = { $actor } heeft { $member } uit het team verwijderd.
event-member-left = { $member } heeft het team verlaten.
event-member-suspended = { $actor } heeft de toegang van { $member } opgeschort.
event-member-resumed = { $actor } heeft de toegang van { $member } hersteld.
event-member-profile-changed = { $member } heeft het eigen profiel gewijzigd.
event-member-access-ending = { $member } is eraan herinnerd dat de toegang bijna eindigt.
event-member-access-ended = De toegang van { $member } is afgelopen.
event-activity-put = { $actor } heeft de activiteit { $name } opgeslagen.
event-activity-deleted = { $actor } heeft de activiteit { $name } verwijderd.
event-role-created = { $actor } heeft de rol { $name } gemaakt.
event-role-changed = { $actor } heeft de rol { $name } gewijzigd.
event-role-deleted = { $actor } heeft de rol { $name } verwijderd.
event-app-installed = { $actor } heeft de app { $app } geïnstalleerd.
event-review-due = De eigenaar is gevraagd het team na te lopen.
event-person-erased = { $actor } heeft de gegevens van een persoon laten wissen.
event-person-moved = { $actor } heeft een persoon naar een ander account overgezet.
event-other = { $actor } heeft iets gewijzigd: { $type }
detail-rights = Rechten: { $list }
detail-added = Toegevoegd: { $list }
detail-taken = Ingetrokken: { $list }
detail-invited = Uitgenodigd adres: { $email }
detail-reason = Reden: { $reason }
detail-address = Adres: { $after }, eerst { $before }
detail-name = Naam: { $name }
detail-plan = Abonnement: { $plan }
detail-support-on = Toegang voor support is toegestaan.
detail-support-off = Toegang voor support is niet toegestaan.
detail-domains = Toegestane domeinen: { $list }
detail-domains-all = Adressen van alle domeinen zijn toegestaan.
detail-owner = Eigenaar: { $after }, eerst { $before }
detail-admin-url = Adres van het beheer: { $after }
detail-time-zone = Tijdzone: { $zone }
detail-no-end = De toegang heeft geen einddatum meer.
