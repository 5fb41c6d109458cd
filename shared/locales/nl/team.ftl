# De teampagina. Dezelfde namen als in en/team.ftl, waar de variabelen worden uitgelegd.

team-title = Team
team-sign-in = Log in om de teams van je winkels te zien.
team-signed-in = Ingelogd als { $email }
team-stores = Al mijn winkels
team-nav = Onderdelen van deze pagina

stores-title = Je winkels
stores-lead = Kies de winkel waarvan je het team wilt zien.
stores-none = Je maakt geen deel uit van het team van een winkel.
stores-none-next = Je bent ingelogd als { $email }. Is een ander adres van je uitgenodigd, log dan daarmee in; vraag anders de eigenaar van de winkel om een uitnodiging.
stores-unknown = Je maakt geen deel (meer) uit van het team van de winkel die de link noemt.
stores-owner = Deze winkel is van jou
stores-member = Je maakt deel uit van het team
waiting-title = Wacht op je antwoord
waiting-by = { $inviter } nodigt je uit voor de winkel { $store }.
waiting = Je bent uitgenodigd voor de winkel { $store }.
waiting-next = Open de link in het bericht aan { $email } om lid te worden. De link werkt tot { $when }.

seats-used =
    { $limit ->
        [one] { $used } van { $limit } plaats bezet
       *[other] { $used } van { $limit } plaatsen bezet
    }
seats-any = Dit abonnement heeft een onbeperkt aantal plaatsen
seats-parts = Medewerkers: { $members }. Openstaand: { $invited }. De eigenaar neemt geen plaats in.
seats-full = Alle plaatsen zijn bezet, dus je kunt niemand meer uitnodigen.
seats-full-owner = Verwijder iemand, trek een uitnodiging in of kies een groter abonnement.
seats-full-manager = Verwijder iemand, trek een uitnodiging in of vraag { $owner } om een groter abonnement.

members-title = Medewerkers
members-read-only = Deze winkel is van { $owner }. Moet hier iets veranderen? Schrijf naar:
member-you = Jij
member-owner = Eigenaar
member-everything = Mag alles
member-nothing = Mag op dit moment niets
member-joined = Lid sinds: { $day }
member-active = Laatst actief: { $day }
member-never = Nog niet actief geweest
member-ends = Toegang eindigt: { $day }
member-ended = Toegang beëindigd: { $day }
exceeds-own = Hier horen rechten bij die je zelf niet hebt. Vraag { $owner } om dit te wijzigen.
edit = Wijzigen
remove = Verwijderen
leave = Team verlaten
save = Opslaan

list-shown = { $shown } van { $total } getoond
list-more = Meer tonen
search-members = Medewerkers zoeken
search-invitations = Uitnodigingen zoeken
search-hint = Naam, adres of recht
search-found =
    { $count ->
        [0] Niets gevonden.
        [one] Eén gevonden.
       *[other] { $count } gevonden.
    }
search-loading = Bezig met zoeken: { $count } bekeken…

rights-role = Rol
rights-roles = Rollen
rights-permissions = Rechten
rights-at-least = Kies er minstens één.
rights-all = Alles kiezen
rights-nobody = Je hebt geen rechten die je kunt geven. Vraag het { $owner }.
rights-everyone = Iedereen die je uitnodigt, krijgt deze rechten.
rights-includes = Omvat: { $list }
rights-opens = Geeft toegang tot: { $list }
rights-now = Huidige rechten van { $name }:
access-end = Toegang eindigt op
access-end-hint = Aan het einde van die dag stopt de toegang vanzelf. Laat leeg als de toegang niet hoeft te eindigen.
access-end-past = Kies een dag die nog niet voorbij is.

invite = Uitnodigen
invite-title = Uitnodigen voor het team
invite-addresses = E-mailadressen
invite-addresses-hint = Eén of meer. Plak je lijst zoals die is: spaties, komma’s en regels scheiden de adressen.
invite-address = E-mailadres
invite-count =
    { $count ->
        [one] Eén adres
       *[other] { $count } adressen
    }
invite-none = Vul minstens één e-mailadres in.
invite-wrong = Geen e-mailadres: { $list }
invite-wrong-address = Naar dit adres kan geen e-mail worden gestuurd.
invite-seats =
    { $available ->
        [one] Er is nog maar één plaats vrij.
       *[other] Er zijn nog maar { $available } plaatsen vrij.
    }
invite-language = Taal van de persoon
invite-language-hint = Voor het bericht en de pagina’s daarna. De persoon kan de taal wijzigen.
invite-days =
    { $days ->
        [one] De link in het bericht werkt één dag.
       *[other] De link in het bericht werkt { $days } dagen.
    }
invite-send =
    { $count ->
        [0] Uitnodiging versturen
        [one] Uitnodiging versturen
       *[other] { $count } uitnodigingen versturen
    }
invite-sent =
    { $count ->
        [one] De uitnodiging is onderweg: { $list }
       *[other] { $count } uitnodigingen zijn onderweg: { $list }
    }
invite-failed =
    { $count ->
        [one] Eén adres kon niet worden uitgenodigd. Verbeter het en probeer het opnieuw, of laat het weg.
       *[other] { $count } adressen konden niet worden uitgenodigd. Verbeter ze en probeer het opnieuw, of laat ze weg.
    }
invite-leave-out = Weglaten
invite-again = Wat je hebt ingevuld, blijft staan. Als je opnieuw verstuurt, wordt niemand twee keer uitgenodigd.

nav-invitations = Openstaand
invitations-title = Openstaande uitnodigingen
invitations-none = Er staat geen uitnodiging open.
invitations-none-next = Wie je uitnodigt, staat hier tot die persoon lid is geworden.
invited-by = Uitgenodigd door { $name }: { $day }
invited-on = Uitgenodigd: { $day }
invited-language = Taal: { $language }
invited-until = Link werkt tot: { $when }
invited-expired = Link verlopen: { $when }
delivery-queued = Wordt verstuurd
delivery-sent = Verstuurd
delivery-delivered = Bezorgd
delivery-bounced = Niet bezorgd
delivery-complained = Als ongewenst gemeld
delivery-failed = Kon niet worden verstuurd
status-expired = Verlopen
help-bounced = De mailbox bestaat niet of neemt geen berichten aan. Trek deze uitnodiging in en nodig dan het juiste adres uit.
help-complained = De ontvanger heeft het bericht als ongewenst gemeld. Overleg met deze persoon voordat je het opnieuw stuurt.
help-failed = De maildienst heeft het bericht niet aangenomen. Controleer het adres en stuur het dan opnieuw.
help-expired = De link is niet op tijd gebruikt. Stuur de uitnodiging opnieuw of trek haar in.
help-over = De aangeboden toegang is inmiddels voorbij. Nodig opnieuw uit met een andere einddatum.
resend = Opnieuw sturen
resent = Een nieuwe link is onderweg naar { $email }. De vorige werkt niet meer.
revoke = Intrekken
revoke-title = Uitnodiging intrekken?
revoke-body = De link die naar { $email } is gestuurd, werkt meteen niet meer.
revoke-untold = Hierover wordt geen bericht gestuurd.
revoked = De uitnodiging aan { $email } is ingetrokken.

edit-title = Rechten van { $name }
edit-invitation-title = Uitnodiging aan { $email }
edit-mailed = { $name } krijgt een bericht met de nieuwe rechten.
edit-link-stays = De link in het bericht blijft dezelfde.
changed = De rechten van { $name } zijn gewijzigd.
changed-invitation = De uitnodiging aan { $email } is gewijzigd.
changed-meanwhile = Iemand anders heeft dit intussen gewijzigd. Hieronder zie je hoe het nu is: bekijk het en sla dan op.
gone-meanwhile = Dit is er niet meer: iemand anders heeft het verwijderd.
remove-title = { $name } uit het team verwijderen?
remove-body = De toegang tot de winkel { $store } eindigt meteen. Het eigen account en de toegang tot andere winkels blijven ongewijzigd.
remove-mailed = { $name } krijgt hierover een e-mail.
remove-seat = De plaats komt vrij.
remove-again = Wil je weer samenwerken, nodig deze persoon dan opnieuw uit.
removed = { $name } maakt geen deel meer uit van het team.
leave-title = Het team van { $store } verlaten?
leave-body = Je toegang tot deze winkel eindigt meteen. Je eigen account en je toegang tot andere winkels blijven ongewijzigd. Om terug te komen heb je een nieuwe uitnodiging nodig.
left = Je maakt geen deel meer uit van het team van { $store }.

settings-title = Instellingen
settings-support = Supportmedewerkers toelaten
settings-support-hint = Zij kunnen dan in deze winkel handelen namens jou en namens iedereen in het team.
settings-domains = Toegestane domeinen
settings-domains-hint = Alleen adressen van deze domeinen kunnen worden uitgenodigd en lid worden. Spaties, komma’s en regels scheiden. Laat leeg om alles toe te staan.
settings-domains-wrong = Geen domein: { $list }
settings-saved = De instellingen zijn opgeslagen.

activities-title = Activiteiten
activities-lead = Iedereen in het team heeft toegang tot alle activiteiten. Bestellingen worden gemaild aan wie een rol heeft die dat omvat, waar het hier is ingeschakeld.
activities-none = Er zijn nog geen activiteiten.
activity-orders = Nieuwe bestellingen mailen
activity-orders-on = Nieuwe bestellingen worden gemaild
activity-orders-off = Nieuwe bestellingen worden niet gemaild
activity-add = Activiteit toevoegen
activity-name = Naam van de activiteit
activity-name-missing = Vul een naam in.
activity-rename = Naam wijzigen
activity-saved = Opgeslagen: { $name }

history-title = Geschiedenis
history-lead = Wat er in de afgelopen 400 dagen is gewijzigd, het nieuwste eerst.
history-none = Er is nog niets gebeurd.
history-from = vanaf { $ip }
actor-platform = Het platform
actor-service = Staffroom
actor-invitee = De uitgenodigde persoon
actor-user = Iemand
event-store-created = { $actor } heeft de winkel geopend.
event-store-changed = { $actor } heeft de instellingen van de winkel gewijzigd.
event-store-transferred = { $actor } heeft de winkel van { $from } overgedragen aan { $to }.
event-invitation-created = { $actor } heeft { $email } uitgenodigd.
event-invitation-resent = { $actor } heeft een nieuwe link naar { $email } gestuurd.
event-invitation-renewed = { $email } heeft een nieuwe link gevraagd.
event-invitation-changed = { $actor } heeft de uitnodiging aan { $email } gewijzigd.
event-invitation-revoked = { $actor } heeft de uitnodiging aan { $email } ingetrokken.
event-invitation-accepted = { $member } is lid geworden van het team.
event-invitation-declined = { $email } heeft de uitnodiging afgeslagen.
event-invitation-withdrawn = De uitnodiging aan { $email } is vervallen, omdat degene die uitnodigde deze rechten niet meer mag geven.
event-invitation-expired = De uitnodiging aan { $email } is zonder antwoord verlopen.
event-invitation-undelivered = De uitnodiging aan { $email } is niet bezorgd.
event-invitation-unwanted = De uitnodiging aan { $email } is als ongewenst gemeld.
event-member-changed = { $actor } heeft de rechten van { $member } gewijzigd.
event-member-removed = { $actor } heeft { $member } uit het team verwijderd.
event-member-left = { $member } heeft het team verlaten.
event-member-profile-changed = { $member } heeft de eigen gegevens gewijzigd.
event-member-access-ending = { $member } is eraan herinnerd dat de toegang bijna eindigt.
event-activity-put = { $actor } heeft de activiteit { $name } opgeslagen.
event-app-installed = { $actor } heeft de app { $app } geïnstalleerd.
event-review-due = De eigenaar is gevraagd het team na te lopen.
event-other = { $actor } heeft iets gewijzigd: { $type }
detail-rights = Rechten: { $list }
detail-added = Toegevoegd: { $list }
detail-taken = Ingetrokken: { $list }
detail-invited = Uitgenodigd adres: { $email }
detail-reason = Reden: { $reason }
detail-address = Adres: { $after }, eerst { $before }
detail-name = Naam: { $name }
detail-plan = Abonnement: { $plan }
detail-support-on = Supportmedewerkers worden toegelaten.
detail-support-off = Supportmedewerkers worden niet toegelaten.
detail-domains = Toegestane domeinen: { $list }
detail-domains-all = Adressen van alle domeinen zijn toegestaan.

# TODO
sign-in-cancelled = You came back without signing in.
read-at = As of { $when }
read-again = Refresh
entry-unreadable = This entry cannot be shown.
seats-owner = Pending invitations take a seat, the owner does not.
seats-upgrade = View larger plans
rights-none = Select none
rights-offered = { $email }, offered permissions:
invite-recipients = Addresses found
invite-ready =
    { $ready ->
        [one] One of { $count } addresses can be invited.
       *[other] { $ready } of { $count } addresses can be invited.
    }
invite-none-ready = None of these addresses can be invited.
invite-no-seat = No seat is free for this address.
invite-repeated = entered { $count } times
invite-rest = No address found in: { $list }
invite-unread = The list is too long to be read at once. Its end stays in the field.
invite-later =
    { $count ->
        [one] One address exceeds the { $limit } that can be invited at once. It stays in the field.
       *[other] { $count } addresses exceed the { $limit } that can be invited at once. They stay in the field.
    }
invite-faulty-more =
    { $count ->
        [one] One more address cannot be invited.
       *[other] { $count } more addresses cannot be invited.
    }
advice-slip = Is this a typing error?
advice-shared = Several people or nobody may read emails to this address.
invite-instead = Use { $email }
