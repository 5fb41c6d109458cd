# I testi della pagina del team. Gli stessi nomi di en/team.ftl, dove sono spiegate le variabili.

team-title = Team
team-sign-in = Accedi per vedere i team dei tuoi negozi.
sign-in-cancelled = L’accesso non è stato completato.
team-signed-in = Accesso effettuato come { $email }
team-stores = Tutti i miei negozi
team-nav = Sezioni
read-at = Aggiornamento: { $when }
read-again = Aggiorna
entry-unreadable = Questa voce non può essere mostrata.
act-on = { $act }: { $name }
list-cut = Qui ci sono solo le prime { $shown } voci. Mostrale tutte prima di stampare.

stores-title = I tuoi negozi
stores-lead = Scegli il negozio di cui vuoi vedere il team.
stores-none = Non fai parte del team di nessun negozio.
stores-none-next = Accesso effettuato come { $email }. Se è stato invitato un altro tuo indirizzo, accedi con quello; altrimenti chiedi un invito al titolare del negozio.
stores-unknown = Non fai più parte del team di questo negozio, o non ne hai mai fatto parte.
stores-owner = Il tuo negozio
stores-member = Fai parte del team
waiting-title = Inviti per te
waiting-by = { $inviter } ti invita a unirti al negozio { $store }.
waiting = Hai ricevuto un invito a unirti al negozio { $store }.
waiting-until = Scadenza dell’invito: { $when }.
waiting-decline = Il team del negozio { $store } saprà che non ti unisci. Dopo, il link nell’e-mail non funzionerà più.
waiting-expired = Invito scaduto: { $when }.
waiting-renew = Inviami di nuovo l’e-mail
waiting-renewed = Una nuova e-mail è in arrivo all’indirizzo { $email }. Puoi anche unirti direttamente qui.

profile = Profilo
profile-title = Il tuo profilo
profile-lead = Il nome e la lingua valgono per tutti i team di cui fai parte.
profile-name = Nome
profile-name-hint = Lo vedono tutti i membri dei tuoi team.
profile-name-missing = Inserisci il tuo nome.
profile-language-hint = Per questa pagina e per le e-mail che ricevi.
profile-account-name = Il nome del tuo account è { $name }.
profile-use = Usa { $name }
profile-saved = Profilo salvato.
profile-owner = Il tuo nome di titolare viene dalla piattaforma e si può cambiare solo lì. La lingua di questa pagina si sceglie in alto.

seats-used =
    { $limit ->
        [one] { $used } di { $limit } posto occupato
       *[other] { $used } di { $limit } posti occupati
    }
seats-any = Posti illimitati
seats-owner = Gli inviti in attesa occupano un posto, il titolare no.
seats-full = Tutti i posti sono occupati.
seats-full-owner = Per invitare qualcun altro, rimuovi un membro, revoca un invito o scegli un piano superiore.
seats-full-manager = Per invitare qualcun altro, rimuovi un membro, revoca un invito o chiedi a { $owner } un piano superiore.
seats-upgrade = Vedi i piani superiori

members-title = Membri
members-read-only = Titolare di questo negozio: { $owner }. Per qualsiasi modifica, scrivi a:
member-you = Tu
member-owner = Titolare
member-everything = Accesso completo
member-nothing = Ancora nessun accesso
member-joined = Nel team dal: { $day }
member-active = Ultima attività: { $day }
member-never = Ancora nessuna attività
member-ends = Fine dell’accesso: { $day }
member-ended = Accesso terminato: { $day }
member-suspended = Accesso sospeso
member-suspend = Sospendi l’accesso
member-suspend-hint = Nessun accesso finché non viene disattivato. Autorizzazioni e posto vengono conservati.
member-bounced = Le e-mail a questo indirizzo tornano indietro.
member-complained = Questa persona ha segnalato un’e-mail come spam.
exceeds-own = Comprende autorizzazioni che tu non hai. Per modificarle, contatta { $owner }.
edit = Modifica
remove = Rimuovi
leave = Lascia il team
save = Salva

list-shown = { $shown } di { $total }
list-more = Mostra altri
search-members = Cerca tra i membri
search-invitations = Cerca tra gli inviti
search-hint = Nome, indirizzo, ruolo o autorizzazione
search-hint-many = Inizio di un nome o di un indirizzo
search-found =
    { $count ->
        [0] Nessun risultato.
        [one] Un risultato.
       *[other] { $count } risultati.
    }
search-busy = Ricerca in corso…
search-more = Primi { $count } risultati

rights-role = Ruolo
rights-roles = Ruoli
rights-permissions = Autorizzazioni
rights-at-least = Scegli almeno una voce.
rights-all = Seleziona tutto
rights-none = Deseleziona tutto
rights-nobody = Non hai autorizzazioni da concedere. Contatta { $owner }.
rights-everyone = Ogni persona invitata riceve questo ruolo.
rights-includes = Comprende: { $list }
rights-opens = Dà accesso a: { $list }
rights-now = { $name }, autorizzazioni attuali:
rights-offered = { $email }, autorizzazioni offerte:
access-end = Fine dell’accesso
access-end-hint = L’accesso termina automaticamente alla fine di quel giorno ({ $zone }). Lascia vuoto per un accesso senza scadenza.
access-end-past = Scegli un giorno non ancora passato.

invite = Invita
invite-title = Invita nel team
invite-addresses = Indirizzi e-mail
invite-addresses-hint = Uno o più. Incolla l’elenco così com’è: ogni indirizzo che contiene viene trovato.
invite-recipients = Indirizzi trovati
invite-count =
    { $count ->
        [one] Un indirizzo
       *[other] { $count } indirizzi
    }
invite-ready =
    { $ready ->
        [0] Nessuno dei { $count } indirizzi può essere invitato.
        [one] Uno dei { $count } indirizzi può essere invitato.
       *[other] { $ready } dei { $count } indirizzi possono essere invitati.
    }
invite-none = Inserisci almeno un indirizzo e-mail.
invite-none-ready = Nessuno di questi indirizzi può essere invitato.
invite-wrong-address = Questo indirizzo non può ricevere e-mail.
invite-no-seat = Non c’è un posto libero per questo indirizzo.
invite-repeated = inserito { $count } volte
invite-rest = Nessun indirizzo trovato in: { $list }
invite-unread = L’elenco è troppo lungo per essere letto in una volta. La parte finale resta nel campo.
invite-later =
    { $count ->
        [one] Un indirizzo supera i { $limit } che si possono invitare in una volta. Resta nel campo.
       *[other] { $count } indirizzi superano i { $limit } che si possono invitare in una volta. Restano nel campo.
    }
invite-faulty-more =
    { $count ->
        [one] Un altro indirizzo non può essere invitato.
       *[other] Altri { $count } indirizzi non possono essere invitati.
    }
advice-slip = È un errore di battitura?
advice-shared = Forse questo indirizzo è letto da più persone, o da nessuno.
invite-instead = Usa { $email }
invite-seats =
    { $available ->
        [one] Resta un solo posto.
       *[other] Restano solo { $available } posti.
    }
invite-language = Lingua
invite-language-hint = Per l’e-mail e le pagine che seguono. La persona può cambiarla.
invite-days =
    { $days ->
        [one] Il link nell’e-mail è valido un giorno.
       *[other] Il link nell’e-mail è valido { $days } giorni.
    }
invite-send =
    { $count ->
        [0] Invia l’invito
        [one] Invia l’invito
       *[other] Invia { $count } inviti
    }
invite-sent =
    { $count ->
        [one] Invito inviato: { $list }
       *[other] { $count } inviti inviati: { $list }
    }
invite-failed =
    { $count ->
        [one] Un indirizzo non è stato invitato. Il motivo è indicato accanto.
       *[other] { $count } indirizzi non sono stati invitati. Il motivo è indicato accanto a ciascuno.
    }
invite-leave-out = Escludi
invite-again = Ciò che hai inserito resta qui. Se invii di nuovo, nessuno riceve due inviti.

nav-invitations = In attesa
invitations-title = Inviti in attesa
invitations-none = Nessun invito in attesa.
invitations-none-next = Le persone che inviti compaiono qui finché non si uniscono al team.
invited-by = Invito di { $name }: { $day }
invited-on = Invito: { $day }
invited-language = Lingua: { $language }
invited-until = Scadenza del link: { $when }
invited-expired = Link scaduto: { $when }
delivery-none = Senza e-mail
delivery-queued = In fase di invio
delivery-sent = Inviato
delivery-delivered = Consegnato
delivery-bounced = Non consegnato
delivery-complained = Segnalato come spam
delivery-failed = Invio non riuscito
status-expired = Scaduto
help-bounced = La casella non esiste o non accetta e-mail. Revoca questo invito, poi invita l’indirizzo corretto.
help-complained = L’e-mail è stata segnalata come spam. Parla con questa persona prima di inviarla di nuovo.
help-failed = Il servizio di posta non ha accettato l’e-mail. Controlla l’indirizzo, poi inviala di nuovo.
help-expired = Il link non è stato usato in tempo. Invia di nuovo l’invito o revocalo.
help-over = Il periodo di accesso è terminato. Invita di nuovo con una data di fine successiva.
resend = Invia di nuovo
resent = Un nuovo link è in arrivo all’indirizzo { $email }. Quello precedente non funziona più.
revoke = Revoca
revoke-title = Revocare l’invito?
revoke-body = Il link inviato a { $email } smette subito di funzionare.
revoke-untold = Non viene inviata alcuna e-mail in merito.
revoked = L’invito a { $email } è stato revocato.

edit-title = Modifica autorizzazioni: { $name }
edit-invitation-title = Modifica invito: { $email }
edit-mailed = { $name } riceverà un’e-mail con le nuove autorizzazioni.
edit-link-stays = Il link nell’e-mail resta lo stesso.
edit-link-new = A questo indirizzo viene inviato un nuovo invito con un nuovo link. Il link precedente non è più valido.
edit-address = Indirizzo
edit-address-hint = Con un altro indirizzo, il link già inviato non è più valido.
changed = Autorizzazioni salvate: { $name }
changed-invitation = Invito salvato: { $email }
changed-meanwhile = Nel frattempo qualcun altro ha modificato questi dati. Questo è lo stato attuale: controllalo, poi salva.
gone-meanwhile = Non esiste più: qualcun altro l’ha rimosso.
remove-title = Rimuovere { $name } dal team?
remove-body = L’accesso al negozio { $store } termina subito. L’account personale e l’accesso ad altri negozi restano invariati.
remove-mailed = { $name } riceverà un’e-mail.
remove-seat = Il posto si libera.
remove-again = Per tornare a collaborare, dovrai invitare di nuovo questa persona.
removed = Non fa più parte del team: { $name }
leave-title = Lasciare il team di { $store }?
leave-body = Il tuo accesso a questo negozio termina subito. Il tuo account personale e il tuo accesso ad altri negozi restano invariati. Per tornare ti servirà un nuovo invito.
left = Non fai più parte del team di { $store }.

settings-title = Impostazioni
settings-support = Consenti l’accesso all’assistenza
settings-support-hint = Gli agenti di assistenza potranno agire in questo negozio al posto tuo e di chiunque altro nel team.
settings-domains = Domini consentiti
settings-domains-hint = Solo gli indirizzi di questi domini possono essere invitati e unirsi. Separali con spazi, virgole o a capo. Lascia vuoto per consentirli tutti.
settings-domains-wrong = Non è un dominio: { $list }
settings-saved = Impostazioni salvate.

activities-title = Attività
activities-lead = Tutto il team ha accesso a tutte le attività. I nuovi ordini sono annunciati via e-mail alle persone il cui ruolo lo prevede, dove l’opzione è attiva qui.
activities-none = Ancora nessuna attività.
activity-orders = Annuncia i nuovi ordini via e-mail
activity-orders-on = I nuovi ordini sono annunciati via e-mail
activity-orders-off = I nuovi ordini non sono annunciati
activity-add = Aggiungi un’attività
activity-name = Nome dell’attività
activity-name-missing = Inserisci un nome.
activity-rename = Rinomina
activity-delete = Elimina
activity-delete-title = Eliminare l’attività { $name }?
activity-delete-body = I suoi nuovi ordini non vengono più annunciati. Resta nella cronologia.
activity-deleted = Eliminata: { $name }
activity-saved = Salvato: { $name }

history-title = Cronologia
history-lead = Le modifiche degli ultimi 400 giorni, dalla più recente.
history-none = Ancora nessuna modifica.
history-from = indirizzo IP: { $ip }
actor-platform = La piattaforma
actor-service = Staffroom
actor-invitee = La persona invitata
actor-user = Qualcuno
event-store-created = { $actor } ha aperto il negozio.
event-store-changed = { $actor } ha modificato le impostazioni del negozio.
event-store-transferred = { $actor } ha trasferito il negozio da { $from } a { $to }.
event-invitation-created = { $actor } ha invitato { $email }.
event-invitation-resent = { $actor } ha inviato un nuovo link a { $email }.
event-invitation-link-copied = { $actor } ha copiato il link per { $email }.
event-invitation-renewed = { $email } ha chiesto un nuovo link.
event-invitation-changed = { $actor } ha modificato l’invito a { $email }.
event-invitation-revoked = { $actor } ha revocato l’invito a { $email }.
event-invitation-superseded = L’invito a { $email } è terminato perché questa persona fa già parte del team.
event-invitation-accepted = { $member } fa ora parte del team.
event-invitation-declined = { $email } ha rifiutato l’invito.
event-invitation-withdrawn = L’invito a { $email } è stato ritirato, perché la persona che l’aveva inviato non può più concedere queste autorizzazioni.
event-invitation-expired = L’invito a { $email } è scaduto senza risposta.
event-invitation-undelivered = L’invito a { $email } non è stato consegnato.
event-invitation-unwanted = L’invito a { $email } è stato segnalato come spam.
event-member-added = { $actor } ha aggiunto { $member } al team.
event-member-changed = { $actor } ha modificato le autorizzazioni di { $member }.
event-member-removed = { $actor } ha rimosso { $member } dal team.
event-member-left = { $member } ha lasciato il team.
event-member-suspended = { $actor } ha sospeso l’accesso di { $member }.
event-member-resumed = { $actor } ha ripristinato l’accesso di { $member }.
event-member-profile-changed = { $member } ha modificato il proprio profilo.
event-member-access-ending = A { $member } è stata ricordata la fine imminente dell’accesso.
event-member-access-ended = L’accesso di { $member } è terminato.
event-activity-put = { $actor } ha salvato l’attività { $name }.
event-activity-deleted = { $actor } ha eliminato l’attività { $name }.
event-role-created = { $actor } ha creato il ruolo { $name }.
event-role-changed = { $actor } ha modificato il ruolo { $name }.
event-role-deleted = { $actor } ha eliminato il ruolo { $name }.
event-app-installed = { $actor } ha installato l’app { $app }.
event-review-due = È stato chiesto al titolare di rivedere il team.
event-person-erased = { $actor } ha fatto cancellare i dati di una persona.
event-person-moved = { $actor } ha associato una persona a un altro account.
event-other = { $actor } ha fatto una modifica: { $type }
detail-rights = Autorizzazioni: { $list }
detail-added = Aggiunte: { $list }
detail-taken = Tolte: { $list }
detail-invited = Indirizzo invitato: { $email }
detail-reason = Motivo: { $reason }
detail-address = Indirizzo: { $after }, prima { $before }
detail-name = Nome: { $name }
detail-plan = Piano: { $plan }
detail-support-on = L’accesso all’assistenza è consentito.
detail-support-off = L’accesso all’assistenza non è consentito.
detail-domains = Domini consentiti: { $list }
detail-domains-all = Sono consentiti gli indirizzi di tutti i domini.
detail-owner = Titolare: { $after }, prima { $before }
detail-admin-url = Indirizzo dell’amministrazione: { $after }
detail-time-zone = Fuso orario: { $zone }
detail-no-end = L’accesso non ha più una data di fine.
