# I testi comuni a tutte le pagine, e quelli della pagina aperta dal link di un invito. Gli stessi nomi di en/pages.ftl, dove
# sono spiegate le variabili.

language = Lingua
sign-in = Accedi
sign-out = Esci
create-account = Crea un account
cancel = Annulla
close = Chiudi
try-again = Riprova
optional = (facoltativo)
loading = Un momento…
date-unknown = data sconosciuta
list-few =
    { $more ->
        [one] { $shown } e un altro
       *[other] { $shown } e altri { $more }
    }
list-more-count =
    { $count ->
        [one] Un’altra voce
       *[other] Altre { $count } voci
    }
discard-question = Ciò che hai inserito non è stato inviato. Vuoi eliminarlo?
discard-keep = Continua a modificare
discard = Elimina

join-opening = Il tuo invito
join-title = Unisciti al team del negozio { $store }
join-invited = { $inviter } ti invita a collaborare alla gestione di questo negozio.
join-invited-by-team = Hai ricevuto un invito a collaborare alla gestione di questo negozio.
join-rights = Le tue autorizzazioni
join-for = Indirizzo invitato
join-expires = Valido fino al
join-ends = Fine dell’accesso
join-button = Unisciti al negozio
join-button-as = Unisciti come { $email }
join-next = Nel prossimo passaggio accedi. Se non hai ancora un account, puoi crearne uno.
join-signed-in = Accesso effettuato come { $email }.
join-other-account = Accesso effettuato come { $email }, ma è stato invitato { $invited }. Puoi unirti con questo account o usarne un altro.
join-switch = Usa un altro account
join-decline = Rifiuta l’invito
join-consent = Senza il tuo consenso non succederà nulla.
join-cancelled = L’accesso non è stato completato. L’invito resta valido.
join-sign-in-failed = L’accesso non è riuscito. Riprova.

joined-title = Ora fai parte del team del negozio { $store }
joined-body = Ti diamo il benvenuto: puoi iniziare subito.
joined-open = Apri il negozio
joined-team = Vedi il team

decline-title = Rifiutare l’invito?
decline-body = Il team del negozio { $store } saprà che non ti unisci. Dopo, questo link non funzionerà più.
decline-reason = Motivo
decline-reason-hint = Il team potrà leggerlo.
decline-confirm = Rifiuta
declined-title = Hai rifiutato l’invito
declined-body = Il team del negozio { $store } è stato informato. Non devi fare altro.
declined-again = Se cambi idea, chiedi un nuovo invito.

wrong-account-title = È stato invitato un altro indirizzo
wrong-account-body = Accesso effettuato come { $email }. L’invito è per { $invited }.
wrong-account-next = Per unirti, accedi con l’indirizzo invitato.
not-verified-title = Conferma prima il tuo indirizzo
not-verified-body = L’indirizzo del tuo account, { $email }, non è ancora confermato. Apri l’e-mail di conferma del tuo account, segui il suo link, poi torna qui e accedi di nuovo.
sign-in-again = Accedi di nuovo

expired-title = Questo invito è scaduto
expired-body = Gli inviti sono validi solo per pochi giorni. Possiamo inviare un nuovo link all’indirizzo invitato.
expired-button = Invia un nuovo link
renewed-title = Un nuovo link è in arrivo
renewed-body = Lo abbiamo inviato all’indirizzo invitato. Dovrebbe arrivare entro pochi minuti; controlla anche nella cartella spam. Puoi chiudere questa pagina.

link-from = Invito di { $inviter } nel team di { $store }
link-from-team = Invito nel team di { $store }
used-title = Questo invito è già stato usato
used-body = Qualcuno si è già unito con questo link. Se l’hai fatto tu, accedi per aprire il negozio.
used-body-signed-in = Qualcuno si è già unito con questo link. Se l’hai fatto tu e non hai più accesso, l’elenco dei tuoi negozi ti dice perché. Se è stato qualcun altro, chiedi un nuovo invito alla persona che ti ha invitato.
revoked-title = Questo link non funziona più
revoked-body = L’invito è stato revocato oppure è stato inviato un link più recente. Cerca un’e-mail più recente o chiedi alla persona che ti ha invitato.
refused-title = Questo invito è stato rifiutato
refused-body = Se vuoi comunque unirti, chiedi un nuovo invito alla persona che ti ha invitato.
withdrawn-title = Questo invito non è più valido
withdrawn-body = La persona che ti ha invitato non può più concedere queste autorizzazioni. Chiedi un nuovo invito al titolare del negozio.
unknown-title = Questo link non funziona
unknown-body = Forse è stato tagliato o modificato lungo il percorso. Aprilo di nuovo dall’e-mail, oppure copialo da lì per intero e incollalo qui.
old-title = Questo link è troppo vecchio
old-body = L’invito non è più conservato. Chiedi un nuovo invito alla persona che ti ha invitato.
missing-title = Apri il link nella tua e-mail
missing-body = Questa pagina mostra un invito e per farlo ha bisogno del link che si trova nell’e-mail. Apri l’e-mail e segui il suo link, oppure copia il link e incollalo qui.
paste-link = Link dell’e-mail
paste-hint = Puoi anche incollare tutta l’e-mail.
paste-open = Mostra l’invito
paste-none = In questo testo non c’è nessun link di invito.
seats-title = Al momento non ci sono posti liberi
seats-body = Tutti i posti di questo team sono occupati. Chiedi alla persona che ti ha invitato di liberarne uno, poi riprova.
busy-title = Troppi tentativi
busy-body = Riprova più tardi. L’invito non va perso.
domain-title = Questo indirizzo non può unirsi
domain-body = Il negozio accetta solo indirizzi di determinati domini. Chiedi alla persona che ti ha invitato.
member-title = Fai già parte del team
member-body = Puoi aprire il negozio con il tuo account. L’invito non ti serve.
on-team-title = Fai parte del team del negozio { $store }
on-team-body = Hai già usato questo invito. Puoi aprire il negozio.
failed-title = Si è verificato un errore
find-stores = Vedi i miei negozi

problem-malformed-request = Si è verificato un errore. Ricarica la pagina.
problem-invalid-field = Controlla ciò che hai inserito.
problem-unauthenticated = Accedi di nuovo.
problem-forbidden = Non hai l’autorizzazione per farlo. Contatta il titolare del negozio.
problem-grant-exceeds-own = Servono autorizzazioni che non hai. Contatta il titolare del negozio.
problem-owner-is-fixed = Qui il titolare non può essere cambiato né rimosso.
problem-wrong-account = È stato invitato un altro indirizzo: { $email }.
problem-email-not-verified = Conferma prima l’indirizzo del tuo account.
problem-member-suspended = Il tuo accesso a questo negozio è sospeso. Contatta il titolare del negozio.
problem-store-closed = Il negozio è chiuso.
problem-not-found = Non esiste, o non esiste più.
problem-already-member = Questa persona fa già parte del team.
problem-already-invited = C’è già un invito in attesa per questo indirizzo.
problem-invitation-not-pending = Questo invito non è più in attesa. Ricarica la pagina per vederne lo stato attuale.
problem-invitation-expired = Questo invito è scaduto.
problem-invitation-used = Questo invito è già stato usato.
problem-invitation-revoked = Questo invito è stato revocato.
problem-invitation-declined = Questo invito è stato rifiutato.
problem-invitation-withdrawn = Questo invito non è più valido.
problem-invalid-token = Questo link non funziona.
problem-seat-limit-reached =
    { $limit ->
        [one] Il tuo piano comprende un posto, ed è occupato.
       *[other] Il tuo piano comprende { $limit } posti, e sono tutti occupati.
    }
problem-precondition-failed = Nel frattempo qualcun altro ha fatto una modifica. Controlla di nuovo prima di decidere.
problem-idempotency-key-reused = Si è verificato un errore. Ricarica la pagina.
problem-idempotency-key-in-use = L’operazione è ancora in corso. Attendi un momento.
problem-domain-not-allowed = Il negozio non accetta indirizzi di questo dominio.
problem-quota-exceeded = Troppe richieste in una volta. Riprova dopo questo momento: { $when }.
problem-unavailable = Al momento non è disponibile. Riprova tra poco.
problem-internal = Errore da parte nostra. Riprova più tardi.
problem-network = Non c’è connessione. Controllala, poi riprova.
problem-storage-blocked = Il tuo browser blocca i dati dei siti, necessari per accedere. Consenti i cookie e i dati dei siti per questa pagina, poi ricaricala.
problem-other = Si è verificato un errore. Riprova.

unsubscribe-ask-title = Non ricevere più queste e-mail?
unsubscribe-ask-body = Non riceverai più e-mail di questo tipo da questo negozio. Quelle che riguardano il tuo accesso continueranno ad arrivarti.
unsubscribe-button = Non ricevere più queste e-mail
unsubscribe-unsubscribed-title = Non riceverai più queste e-mail
unsubscribe-unsubscribed-body =
    { $kind ->
        [answers] Il negozio { $store } non ti scriverà più quando qualcuno risponde a un invito.
        [orders] Il negozio { $store } non ti scriverà più per ogni nuovo ordine.
       *[reviews] Il negozio { $store } non ti chiederà più via e-mail di verificare chi ha accesso.
    }
unsubscribe-undo = Riceverle di nuovo
unsubscribe-subscribed-title = Ricevi di nuovo queste e-mail
unsubscribe-subscribed-body = Il negozio { $store } ti scrive come prima.
unsubscribe-invalid-title = Questo link non funziona
unsubscribe-invalid-body = È incompleto o troppo vecchio. Usa il link di un’e-mail più recente.
