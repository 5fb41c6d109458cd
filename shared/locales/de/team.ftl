# Die Teamseite. Dieselben Namen wie in en/team.ftl, wo die Variablen erklärt sind.

team-title = Team
team-sign-in = Melden Sie sich an, um die Teams Ihrer Shops zu sehen.
team-signed-in = Angemeldet als { $email }
team-stores = Alle meine Shops
team-nav = Bereiche dieser Seite

stores-title = Ihre Shops
stores-lead = Wählen Sie den Shop, dessen Team Sie sehen möchten.
stores-none = Sie gehören zu keinem Shop-Team.
stores-none-next = Sie sind als { $email } angemeldet. Wenn eine andere Adresse von Ihnen eingeladen wurde, melden Sie sich damit an; andernfalls bitten Sie die Inhaberin oder den Inhaber des Shops um eine Einladung.
stores-unknown = Zum Team des Shops, den der Link nennt, gehören Sie nicht oder nicht mehr.
stores-owner = Er gehört Ihnen
stores-member = Sie gehören zum Team
waiting-title = Wartet auf Ihre Antwort
waiting-by = { $inviter } lädt Sie in den Shop { $store } ein.
waiting = Sie sind in den Shop { $store } eingeladen.
waiting-next = Um beizutreten, öffnen Sie den Link in der Nachricht an { $email }. Er gilt bis { $when }.

seats-used =
    { $limit ->
        [one] { $used } von { $limit } Platz belegt
       *[other] { $used } von { $limit } Plätzen belegt
    }
seats-any = Dieser Tarif umfasst beliebig viele Plätze
seats-parts = Mitglieder: { $members }. Offene Einladungen: { $invited }. Wem der Shop gehört, belegt keinen Platz.
seats-full = Alle Plätze sind belegt, es kann niemand mehr eingeladen werden.
seats-full-owner = Entfernen Sie jemanden, widerrufen Sie eine Einladung oder wählen Sie einen größeren Tarif.
seats-full-manager = Entfernen Sie jemanden, widerrufen Sie eine Einladung oder bitten Sie { $owner } um einen größeren Tarif.

members-title = Mitglieder
members-read-only = Dieser Shop gehört { $owner }. Wenn sich hier etwas ändern soll, schreiben Sie an:
member-you = Sie
member-owner = Inhaber/in
member-everything = Darf alles
member-nothing = Darf derzeit nichts
member-joined = Im Team seit: { $day }
member-active = Zuletzt aktiv: { $day }
member-never = Noch nicht aktiv
member-ends = Zugriff endet: { $day }
member-ended = Zugriff beendet: { $day }
exceeds-own = Dazu gehören Rechte, die Sie selbst nicht haben. Für Änderungen wenden Sie sich an { $owner }.
edit = Bearbeiten
remove = Entfernen
leave = Team verlassen
save = Speichern

list-shown = { $shown } von { $total } angezeigt
list-more = Mehr anzeigen
search-members = Mitglieder suchen
search-invitations = Einladungen suchen
search-hint = Name, Adresse oder Recht
search-found =
    { $count ->
        [0] Nichts gefunden.
        [one] Ein Treffer.
       *[other] { $count } Treffer.
    }
search-loading = Suche läuft: { $count } Einträge durchgesehen…

rights-role = Rolle
rights-roles = Rollen
rights-permissions = Berechtigungen
rights-at-least = Wählen Sie mindestens einen Eintrag.
rights-all = Alle auswählen
rights-nobody = Sie haben keine Rechte, die Sie vergeben könnten. Wenden Sie sich an { $owner }.
rights-everyone = Alle Eingeladenen erhalten diese Rechte.
rights-includes = Umfasst: { $list }
rights-opens = Öffnet: { $list }
rights-now = Derzeitige Rechte von { $name }:
access-end = Zugriff endet am
access-end-hint = Der Zugriff endet von selbst mit diesem Tag. Leer lassen, wenn er nicht enden soll.
access-end-past = Wählen Sie einen Tag, der noch nicht vorbei ist.

invite = Einladen
invite-title = Ins Team einladen
invite-addresses = E-Mail-Adressen
invite-addresses-hint = Eine oder viele. Fügen Sie Ihre Liste ein, wie sie ist: Leerzeichen, Kommas und Zeilen trennen.
invite-address = E-Mail-Adresse
invite-count =
    { $count ->
        [one] Eine Adresse
       *[other] { $count } Adressen
    }
invite-none = Geben Sie mindestens eine E-Mail-Adresse ein.
invite-wrong = Keine E-Mail-Adresse: { $list }
invite-wrong-address = An diese Adresse kann keine E-Mail gehen.
invite-seats =
    { $available ->
        [one] Nur noch ein Platz ist frei.
       *[other] Nur noch { $available } Plätze sind frei.
    }
invite-language = Sprache der Person
invite-language-hint = Für die Nachricht und die Seiten danach. Die Person kann sie ändern.
invite-days =
    { $days ->
        [one] Der Link in der Nachricht gilt einen Tag.
       *[other] Der Link in der Nachricht gilt { $days } Tage.
    }
invite-send =
    { $count ->
        [0] Einladung senden
        [one] Einladung senden
       *[other] { $count } Einladungen senden
    }
invite-sent =
    { $count ->
        [one] Die Einladung ist unterwegs: { $list }
       *[other] { $count } Einladungen sind unterwegs: { $list }
    }
invite-failed =
    { $count ->
        [one] Eine Adresse konnte nicht eingeladen werden. Berichtigen Sie sie und versuchen Sie es erneut, oder lassen Sie sie weg.
       *[other] { $count } Adressen konnten nicht eingeladen werden. Berichtigen Sie sie und versuchen Sie es erneut, oder lassen Sie sie weg.
    }
invite-leave-out = Weglassen
invite-again = Ihre Eingaben bleiben erhalten. Wenn Sie erneut senden, wird niemand doppelt eingeladen.

nav-invitations = Offen
invitations-title = Offene Einladungen
invitations-none = Keine Einladung ist offen.
invitations-none-next = Wen Sie einladen, der steht hier, bis er beigetreten ist.
invited-by = Eingeladen von { $name }: { $day }
invited-on = Eingeladen: { $day }
invited-language = Sprache: { $language }
invited-until = Link gilt bis: { $when }
invited-expired = Link abgelaufen: { $when }
delivery-queued = Wird gesendet
delivery-sent = Gesendet
delivery-delivered = Zugestellt
delivery-bounced = Nicht zugestellt
delivery-complained = Als unerwünscht gemeldet
delivery-failed = Nicht gesendet
status-expired = Abgelaufen
help-bounced = Das Postfach existiert nicht oder nimmt keine Nachrichten an. Widerrufen Sie diese Einladung und laden Sie dann die richtige Adresse ein.
help-complained = Die Nachricht wurde als unerwünscht gemeldet. Sprechen Sie mit der Person, bevor Sie sie erneut senden.
help-failed = Der Maildienst hat die Nachricht nicht angenommen. Prüfen Sie die Adresse und senden Sie sie dann erneut.
help-expired = Der Link wurde nicht rechtzeitig genutzt. Senden Sie die Einladung erneut oder widerrufen Sie sie.
help-over = Der angebotene Zugriff ist inzwischen zu Ende. Laden Sie mit einem anderen Enddatum erneut ein.
resend = Erneut senden
resent = Ein neuer Link ist unterwegs an { $email }. Der bisherige funktioniert nicht mehr.
revoke = Widerrufen
revoke-title = Einladung widerrufen?
revoke-body = Der an { $email } gesendete Link funktioniert sofort nicht mehr.
revoke-untold = Darüber wird keine Nachricht verschickt.
revoked = Die Einladung an { $email } wurde widerrufen.

edit-title = Rechte von { $name }
edit-invitation-title = Einladung an { $email }
edit-mailed = { $name } erhält eine Nachricht mit den neuen Rechten.
edit-link-stays = Der Link in der Nachricht bleibt derselbe.
changed = Die Rechte von { $name } wurden geändert.
changed-invitation = Die Einladung an { $email } wurde geändert.
changed-meanwhile = Jemand anderes hat dies inzwischen geändert. Unten steht der jetzige Stand: Sehen Sie ihn sich an und speichern Sie dann.
gone-meanwhile = Das gibt es nicht mehr: Jemand anderes hat es entfernt.
remove-title = { $name } aus dem Team entfernen?
remove-body = Der Zugriff auf den Shop { $store } endet sofort. Das eigene Konto und der Zugriff auf andere Shops bleiben unverändert.
remove-mailed = { $name } wird per E-Mail informiert.
remove-seat = Der Platz wird frei.
remove-again = Für eine erneute Zusammenarbeit laden Sie die Person wieder ein.
removed = { $name } gehört nicht mehr zum Team.
leave-title = Das Team von { $store } verlassen?
leave-body = Ihr Zugriff auf diesen Shop endet sofort. Ihr eigenes Konto und Ihr Zugriff auf andere Shops bleiben unverändert. Um zurückzukommen, brauchen Sie eine neue Einladung.
left = Sie gehören nicht mehr zum Team von { $store }.

settings-title = Einstellungen
settings-support = Support-Mitarbeitende hereinlassen
settings-support-hint = Sie können dann in diesem Shop in Ihrem Namen und im Namen aller im Team handeln.
settings-domains = Erlaubte Domains
settings-domains-hint = Nur Adressen dieser Domains können eingeladen werden und beitreten. Leerzeichen, Kommas und Zeilen trennen. Leer lassen, um alle zu erlauben.
settings-domains-wrong = Keine Domain: { $list }
settings-saved = Die Einstellungen wurden gespeichert.

activities-title = Veranstaltungen
activities-lead = Alle im Team erreichen alle Veranstaltungen. Bestellungen werden denen gemeldet, deren Rolle es vorsieht, wo es hier eingeschaltet ist.
activities-none = Es gibt noch keine Veranstaltungen.
activity-orders = Neue Bestellungen per E-Mail melden
activity-orders-on = Neue Bestellungen werden per E-Mail gemeldet
activity-orders-off = Neue Bestellungen werden nicht gemeldet
activity-add = Veranstaltung hinzufügen
activity-name = Name der Veranstaltung
activity-name-missing = Geben Sie einen Namen ein.
activity-rename = Umbenennen
activity-saved = Gespeichert: { $name }

history-title = Verlauf
history-lead = Was sich in den letzten 400 Tagen geändert hat, das Neueste zuerst.
history-none = Noch ist nichts geschehen.
history-from = von { $ip }
actor-platform = Die Plattform
actor-service = Staffroom
actor-invitee = Die eingeladene Person
actor-user = Jemand
event-store-created = { $actor } hat den Shop eröffnet.
event-store-changed = { $actor } hat die Einstellungen des Shops geändert.
event-store-transferred = { $actor } hat den Shop von { $from } an { $to } übergeben.
event-invitation-created = { $actor } hat { $email } eingeladen.
event-invitation-resent = { $actor } hat einen neuen Link an { $email } gesendet.
event-invitation-renewed = { $email } hat einen neuen Link angefordert.
event-invitation-changed = { $actor } hat die Einladung an { $email } geändert.
event-invitation-revoked = { $actor } hat die Einladung an { $email } widerrufen.
event-invitation-accepted = { $member } ist dem Team beigetreten.
event-invitation-declined = { $email } hat die Einladung abgelehnt.
event-invitation-withdrawn = Die Einladung an { $email } wurde zurückgezogen, weil diese Rechte nicht mehr vergeben werden dürfen.
event-invitation-expired = Die Einladung an { $email } ist ohne Antwort abgelaufen.
event-invitation-undelivered = Die Einladung an { $email } wurde nicht zugestellt.
event-invitation-unwanted = Die Einladung an { $email } wurde als unerwünscht gemeldet.
event-member-changed = { $actor } hat die Rechte von { $member } geändert.
event-member-removed = { $actor } hat { $member } aus dem Team entfernt.
event-member-left = { $member } hat das Team verlassen.
event-member-profile-changed = { $member } hat die eigenen Angaben geändert.
event-member-access-ending = { $member } wurde an das nahe Ende des Zugriffs erinnert.
event-activity-put = { $actor } hat die Veranstaltung { $name } gespeichert.
event-app-installed = { $actor } hat die App { $app } installiert.
event-review-due = Es war Zeit, das Team zu prüfen; daran wurde per E-Mail erinnert.
event-other = { $actor } hat etwas geändert: { $type }
detail-rights = Rechte: { $list }
detail-added = Hinzugefügt: { $list }
detail-taken = Entzogen: { $list }
detail-invited = Eingeladene Adresse: { $email }
detail-reason = Grund: { $reason }
detail-address = Adresse: { $after }, bisher { $before }
detail-name = Name: { $name }
detail-plan = Tarif: { $plan }
detail-support-on = Support-Mitarbeitende werden hereingelassen.
detail-support-off = Support-Mitarbeitende werden nicht hereingelassen.
detail-domains = Erlaubte Domains: { $list }
detail-domains-all = Adressen aller Domains sind erlaubt.

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
