# Die Texte der Teamseite. Dieselben Namen wie in en/team.ftl, wo die Variablen erklärt sind.

team-title = Team
team-sign-in = Melden Sie sich an, um die Teams Ihrer Shops zu sehen.
sign-in-cancelled = Sie sind zurück, ohne sich angemeldet zu haben.
team-signed-in = Angemeldet als { $email }
team-stores = Alle meine Shops
team-nav = Bereiche
read-at = Stand: { $when }
read-again = Aktualisieren
entry-unreadable = Dieser Eintrag kann nicht angezeigt werden.
act-on = { $act }: { $name }
list-cut = Hier stehen nur die ersten { $shown } Einträge. Lassen Sie vor dem Drucken alle anzeigen.

stores-title = Ihre Shops
stores-lead = Wählen Sie den Shop, dessen Team Sie sehen möchten.
stores-none = Sie gehören zu keinem Shop-Team.
stores-none-next = Sie sind als { $email } angemeldet. Wenn eine andere Adresse von Ihnen eingeladen wurde, melden Sie sich damit an; andernfalls bitten Sie die Inhaberin oder den Inhaber des Shops um eine Einladung.
stores-unknown = Zum Team dieses Shops gehören Sie nicht oder nicht mehr.
stores-owner = Ihr Shop
stores-member = Sie gehören zum Team
waiting-title = Einladungen für Sie
waiting-by = { $inviter } lädt Sie in den Shop { $store } ein.
waiting = Sie sind in den Shop { $store } eingeladen.
waiting-until = Die Einladung gilt bis { $when }.
waiting-decline = Das Team von { $store } erfährt, dass Sie nicht beitreten. Der Link in der E-Mail funktioniert danach nicht mehr.
waiting-expired = Die Einladung ist am { $when } abgelaufen.
waiting-renew = E-Mail erneut senden
waiting-renewed = Eine neue E-Mail ist unterwegs an { $email }. Sie können auch gleich hier beitreten.

profile = Profil
profile-title = Ihr Profil
profile-lead = Name und Sprache gelten für alle Teams, in denen Sie Mitglied sind.
profile-name = Name
profile-name-hint = Für alle in Ihren Teams sichtbar.
profile-name-missing = Geben Sie Ihren Namen ein.
profile-language-hint = Für diese Seite und für E-Mails an Sie.
profile-account-name = In Ihrem Konto steht der Name { $name }.
profile-use = { $name } verwenden
profile-saved = Profil gespeichert.
profile-owner = Ihr Name in der Inhaberrolle kommt von der Plattform und lässt sich nur dort ändern. Die Sprache dieser Seite wählen Sie oben.

seats-used =
    { $limit ->
        [one] { $used } von { $limit } Platz belegt
       *[other] { $used } von { $limit } Plätzen belegt
    }
seats-any = Unbegrenzte Plätze
seats-owner = Ausstehende Einladungen belegen einen Platz, die Inhaberrolle belegt keinen.
seats-full = Alle Plätze sind belegt.
seats-full-owner = Um noch jemanden einzuladen, entfernen Sie ein Mitglied, widerrufen Sie eine Einladung oder wählen Sie einen größeren Tarif.
seats-full-manager = Um noch jemanden einzuladen, entfernen Sie ein Mitglied, widerrufen Sie eine Einladung oder bitten Sie { $owner } um einen größeren Tarif.
seats-upgrade = Größere Tarife ansehen

members-title = Mitglieder
members-read-only = Dieser Shop gehört { $owner }. Wenn sich hier etwas ändern soll, schreiben Sie an:
member-you = Sie
member-owner = Inhaber/in
member-everything = Voller Zugriff
member-nothing = Noch kein Zugriff
member-joined = Im Team seit: { $day }
member-active = Zuletzt aktiv: { $day }
member-never = Noch nicht aktiv
member-ends = Zugriff endet: { $day }
member-ended = Zugriff beendet: { $day }
member-suspended = Gesperrt
member-suspend = Zugriff sperren
member-suspend-hint = Kein Zugriff, bis die Sperre aufgehoben wird. Berechtigungen und Platz bleiben erhalten.
member-bounced = E-Mails an diese Adresse kommen zurück.
member-complained = Diese Person hat eine E-Mail als Spam gemeldet.
exceeds-own = Dazu gehören Berechtigungen, die Sie selbst nicht haben. Für Änderungen wenden Sie sich an { $owner }.
edit = Bearbeiten
remove = Entfernen
leave = Team verlassen
save = Speichern

list-shown = { $shown } von { $total } angezeigt
list-more = Mehr anzeigen
search-members = Mitglieder suchen
search-invitations = Einladungen suchen
search-hint = Name, Adresse, Rolle oder Berechtigung
search-hint-many = Anfang eines Namens oder einer Adresse
search-found =
    { $count ->
        [0] Nichts gefunden.
        [one] Ein Treffer.
       *[other] { $count } Treffer.
    }
search-busy = Suche läuft …
search-more = Die ersten { $count } Treffer

rights-role = Rolle
rights-roles = Rollen
rights-permissions = Berechtigungen
rights-at-least = Wählen Sie mindestens einen Eintrag.
rights-all = Alle auswählen
rights-none = Keine auswählen
rights-nobody = Sie haben keine Berechtigungen, die Sie vergeben könnten. Wenden Sie sich an { $owner }.
rights-everyone = Alle Eingeladenen erhalten diese Rolle.
rights-includes = Umfasst: { $list }
rights-opens = Öffnet: { $list }
rights-now = { $name }, aktuelle Berechtigungen:
rights-offered = { $email }, angebotene Berechtigungen:
access-end = Zugriff endet am
access-end-hint = Der Zugriff endet automatisch mit diesem Tag ({ $zone }). Leer lassen, wenn er nicht enden soll.
access-end-past = Wählen Sie einen Tag, der noch nicht vorbei ist.

invite = Einladen
invite-title = Ins Team einladen
invite-addresses = E-Mail-Adressen
invite-addresses-hint = Eine oder viele. Fügen Sie Ihre Liste ein, wie sie ist: Jede Adresse darin wird gefunden.
invite-recipients = Gefundene Adressen
invite-count =
    { $count ->
        [one] Eine Adresse
       *[other] { $count } Adressen
    }
invite-ready =
    { $ready ->
        [0] Keine der { $count } Adressen kann eingeladen werden.
        [one] Eine von { $count } Adressen kann eingeladen werden.
       *[other] { $ready } von { $count } Adressen können eingeladen werden.
    }
invite-none = Geben Sie mindestens eine E-Mail-Adresse ein.
invite-none-ready = Keine dieser Adressen kann eingeladen werden.
invite-wrong-address = Diese Adresse kann keine E-Mails empfangen.
invite-no-seat = Für diese Adresse ist kein Platz frei.
invite-repeated = { $count }-mal eingegeben
invite-rest = Keine Adresse gefunden in: { $list }
invite-unread = Die Liste ist zu lang, um auf einmal gelesen zu werden. Ihr Ende bleibt im Feld.
invite-later =
    { $count ->
        [one] Eine Adresse übersteigt die { $limit }, die auf einmal eingeladen werden können. Sie bleibt im Feld.
       *[other] { $count } Adressen übersteigen die { $limit }, die auf einmal eingeladen werden können. Sie bleiben im Feld.
    }
invite-faulty-more =
    { $count ->
        [one] Eine weitere Adresse kann nicht eingeladen werden.
       *[other] { $count } weitere Adressen können nicht eingeladen werden.
    }
advice-slip = Ist das ein Tippfehler?
advice-shared = E-Mails an diese Adresse lesen vielleicht mehrere Personen oder niemand.
invite-instead = { $email } verwenden
invite-seats =
    { $available ->
        [one] Nur noch ein Platz ist frei.
       *[other] Nur noch { $available } Plätze sind frei.
    }
invite-language = Sprache
invite-language-hint = Für die E-Mail und die Seiten danach. Die Person kann sie ändern.
invite-days =
    { $days ->
        [one] Der Link in der E-Mail gilt einen Tag.
       *[other] Der Link in der E-Mail gilt { $days } Tage.
    }
invite-send =
    { $count ->
        [0] Einladung senden
        [one] Einladung senden
       *[other] { $count } Einladungen senden
    }
invite-sent =
    { $count ->
        [one] Einladung gesendet: { $list }
       *[other] { $count } Einladungen gesendet: { $list }
    }
invite-failed =
    { $count ->
        [one] Eine Adresse wurde nicht eingeladen. Der Grund steht daneben.
       *[other] { $count } Adressen wurden nicht eingeladen. Der Grund steht jeweils daneben.
    }
invite-leave-out = Weglassen
invite-again = Ihre Eingaben bleiben erhalten. Wenn Sie erneut senden, wird niemand doppelt eingeladen.

nav-invitations = Ausstehend
invitations-title = Ausstehende Einladungen
invitations-none = Keine ausstehenden Einladungen.
invitations-none-next = Eingeladene erscheinen hier, bis sie beitreten.
invited-by = Eingeladen von { $name }: { $day }
invited-on = Eingeladen: { $day }
invited-language = Sprache: { $language }
invited-until = Link gilt bis: { $when }
invited-expired = Link abgelaufen: { $when }
delivery-none = Keine E-Mail
delivery-queued = Wird gesendet
delivery-sent = Gesendet
delivery-delivered = Zugestellt
delivery-bounced = Nicht zugestellt
delivery-complained = Als Spam gemeldet
delivery-failed = Nicht gesendet
status-expired = Abgelaufen
help-bounced = Das Postfach existiert nicht oder nimmt keine E-Mails an. Widerrufen Sie diese Einladung und laden Sie dann die richtige Adresse ein.
help-complained = Die E-Mail wurde als Spam gemeldet. Sprechen Sie mit der Person, bevor Sie sie erneut senden.
help-failed = Der E-Mail-Dienst hat die E-Mail nicht angenommen. Prüfen Sie die Adresse und senden Sie sie dann erneut.
help-expired = Der Link wurde nicht rechtzeitig verwendet. Senden Sie die Einladung erneut oder widerrufen Sie sie.
help-over = Der Zugriffszeitraum ist abgelaufen. Laden Sie mit einem späteren Enddatum erneut ein.
resend = Erneut senden
resent = Ein neuer Link ist unterwegs an { $email }. Der bisherige funktioniert nicht mehr.
revoke = Widerrufen
revoke-title = Einladung widerrufen?
revoke-body = Der an { $email } gesendete Link funktioniert sofort nicht mehr.
revoke-untold = Darüber wird keine E-Mail gesendet.
revoked = Die Einladung an { $email } wurde widerrufen.

edit-title = Berechtigungen bearbeiten: { $name }
edit-invitation-title = Einladung bearbeiten: { $email }
edit-mailed = { $name } erhält eine E-Mail mit den neuen Berechtigungen.
edit-link-stays = Der Link in der E-Mail bleibt derselbe.
edit-link-new = An diese Adresse geht eine neue Einladung mit einem neuen Link. Der alte Link gilt nicht mehr.
edit-address = Adresse
edit-address-hint = Mit einer anderen Adresse gilt der bereits gesendete Link nicht mehr.
changed = Berechtigungen gespeichert: { $name }
changed-invitation = Einladung gespeichert: { $email }
changed-meanwhile = Jemand anderes hat dies inzwischen geändert. Das ist der aktuelle Stand: Prüfen Sie ihn und speichern Sie dann.
gone-meanwhile = Das gibt es nicht mehr: Jemand anderes hat es entfernt.
remove-title = { $name } aus dem Team entfernen?
remove-body = Der Zugriff auf den Shop { $store } endet sofort. Das eigene Konto und der Zugriff auf andere Shops bleiben unverändert.
remove-mailed = { $name } wird per E-Mail informiert.
remove-seat = Der Platz wird frei.
remove-again = Für eine erneute Zusammenarbeit laden Sie die Person wieder ein.
removed = Aus dem Team entfernt: { $name }
leave-title = Das Team von { $store } verlassen?
leave-body = Ihr Zugriff auf diesen Shop endet sofort. Ihr eigenes Konto und Ihr Zugriff auf andere Shops bleiben unverändert. Um zurückzukommen, brauchen Sie eine neue Einladung.
left = Sie gehören nicht mehr zum Team von { $store }.

settings-title = Einstellungen
settings-support = Zugriff für den Support erlauben
settings-support-hint = Support-Mitarbeitende können dann in diesem Shop in Ihrem Namen und im Namen aller im Team handeln.
settings-domains = Erlaubte Domains
settings-domains-hint = Nur Adressen dieser Domains können eingeladen werden und beitreten. Trennen Sie sie durch Leerzeichen, Kommas oder Zeilenumbrüche. Leer lassen, um alle zu erlauben.
settings-domains-wrong = Keine Domain: { $list }
settings-saved = Einstellungen gespeichert.

activities-title = Veranstaltungen
activities-lead = Alle im Team haben Zugriff auf alle Veranstaltungen. Neue Bestellungen werden denen per E-Mail gemeldet, deren Rolle es vorsieht, wo es hier eingeschaltet ist.
activities-none = Noch keine Veranstaltungen.
activity-orders = Neue Bestellungen per E-Mail melden
activity-orders-on = Neue Bestellungen werden per E-Mail gemeldet
activity-orders-off = Neue Bestellungen werden nicht gemeldet
activity-add = Veranstaltung hinzufügen
activity-name = Name der Veranstaltung
activity-name-missing = Geben Sie einen Namen ein.
activity-rename = Umbenennen
activity-delete = Löschen
activity-delete-title = Veranstaltung { $name } löschen?
activity-delete-body = Neue Bestellungen werden nicht mehr gemeldet. Im Verlauf bleibt sie stehen.
activity-deleted = Gelöscht: { $name }
activity-saved = Gespeichert: { $name }

history-title = Verlauf
history-lead = Änderungen der letzten 400 Tage, die neuesten zuerst.
history-none = Noch keine Änderungen.
history-from = IP-Adresse: { $ip }
actor-platform = Die Plattform
actor-service = Staffroom
actor-invitee = Die eingeladene Person
actor-user = Jemand
event-store-created = { $actor } hat den Shop eröffnet.
event-store-changed = { $actor } hat die Einstellungen des Shops geändert.
event-store-transferred = { $actor } hat den Shop von { $from } an { $to } übertragen.
event-invitation-created = { $actor } hat { $email } eingeladen.
event-invitation-resent = { $actor } hat einen neuen Link an { $email } gesendet.
event-invitation-link-copied = { $actor } hat den Link für { $email } kopiert.
event-invitation-renewed = { $email } hat einen neuen Link angefordert.
event-invitation-changed = { $actor } hat die Einladung an { $email } geändert.
event-invitation-revoked = { $actor } hat die Einladung an { $email } widerrufen.
event-invitation-superseded = Die Einladung an { $email } wurde beendet, weil diese Person bereits zum Team gehört.
event-invitation-accepted = { $member } ist dem Team beigetreten.
event-invitation-declined = { $email } hat die Einladung abgelehnt.
event-invitation-withdrawn = Die Einladung an { $email } wurde zurückgezogen, weil die einladende Person diese Berechtigungen nicht mehr vergeben kann.
event-invitation-expired = Die Einladung an { $email } ist ohne Antwort abgelaufen.
event-invitation-undelivered = Die Einladung an { $email } wurde nicht zugestellt.
event-invitation-unwanted = Die Einladung an { $email } wurde als Spam gemeldet.
event-member-added = { $actor } hat { $member } in das Team aufgenommen.
event-member-changed = { $actor } hat die Berechtigungen von { $member } geändert.
event-member-removed = { $actor } hat { $member } aus dem Team entfernt.
event-member-left = { $member } hat das Team verlassen.
event-member-suspended = { $actor } hat den Zugriff gesperrt: { $member }.
event-member-resumed = { $actor } hat die Sperre aufgehoben: { $member }.
event-member-profile-changed = { $member } hat das eigene Profil geändert.
event-member-access-ending = { $member } wurde an das baldige Ende des Zugriffs erinnert.
event-member-access-ended = Der Zugriff von { $member } ist beendet.
event-activity-put = { $actor } hat die Veranstaltung { $name } gespeichert.
event-activity-deleted = { $actor } hat die Veranstaltung { $name } gelöscht.
event-role-created = { $actor } hat die Rolle { $name } angelegt.
event-role-changed = { $actor } hat die Rolle { $name } geändert.
event-role-deleted = { $actor } hat die Rolle { $name } gelöscht.
event-app-installed = { $actor } hat die App { $app } installiert.
event-review-due = Die Inhaberin oder der Inhaber wurde gebeten, das Team zu prüfen.
event-person-erased = { $actor } hat eine Person löschen lassen.
event-person-moved = { $actor } hat eine Person auf ein anderes Konto umgestellt.
event-other = { $actor } hat etwas geändert: { $type }
detail-rights = Berechtigungen: { $list }
detail-added = Hinzugefügt: { $list }
detail-taken = Entzogen: { $list }
detail-invited = Eingeladene Adresse: { $email }
detail-reason = Grund: { $reason }
detail-address = Adresse: { $after }, bisher { $before }
detail-name = Name: { $name }
detail-plan = Tarif: { $plan }
detail-support-on = Der Zugriff für den Support ist erlaubt.
detail-support-off = Der Zugriff für den Support ist nicht erlaubt.
detail-domains = Erlaubte Domains: { $list }
detail-domains-all = Adressen aller Domains sind erlaubt.
detail-owner = Inhaberrolle: { $after }, bisher { $before }
detail-admin-url = Adresse der Verwaltung: { $after }
detail-time-zone = Zeitzone: { $zone }
detail-no-end = Der Zugriff endet nicht mehr zu einem festen Datum.
