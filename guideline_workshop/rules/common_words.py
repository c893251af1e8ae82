"""Words that people choose for passwords before all others, German and English.

Put together by hand from what everybody knows people choose: greetings, love, names, seasons,
football, places, the words for "password" itself, and the words of this product.
"""

_WORDS = """
    password passwort passwd passwörter kennwort kennword pass passw geheim geheimnis secret login
    einloggen anmelden anmeldung zugang access admin administrator root user benutzer nutzer gast
    guest test testen tester demo beispiel example standard default start neu new change changeme
    wechsel mich ich du wir uns mein meine my your dein deine the das der die und and ist bin bist
    hallo hello hi hey moin servus welcome willkommen bitte danke please thanks tschüss ciao
    love liebe lieb liebling schatz schatzi süße engel angel baby babe sexy kiss kuss herz heart
    iloveyou ichliebedich loveyou dich dir you forever immer ewig sunshine sonne sonnenschein mond
    stern sterne star stars princess prinzessin prinz prince queen king könig königin master
    dragon drache monkey affe tiger löwe lion bär bear hund dog katze cat kater maus mouse hase
    pferd pferde horse vogel fisch shadow schatten freedom freiheit frieden peace glück lucky happy
    sommer summer winter herbst autumn frühling frühjahr spring januar februar märz april mai juni
    juli august september oktober november dezember january february march may june july october
    december montag dienstag mittwoch donnerstag freitag samstag sonntag monday tuesday wednesday
    thursday friday saturday sunday heute morgen gestern weihnachten ostern urlaub ferien
    fußball fussball football soccer bayern münchen munich dortmund schalke borussia werder bremen
    hamburg berlin köln frankfurt stuttgart leipzig dresden kassel hessen germany deutschland
    german deutsch europa europe america england london paris hsv bvb baseball basketball hockey
    schule school arbeit work büro office haus house home auto car mercedes porsche audi bmw golf
    computer laptop internet windows linux apple google facebook instagram whatsapp amazon android
    samsung iphone telefon handy server system network netzwerk datenbank database
    michael michelle thomas andreas stefan stephan christian martin daniel alexander sebastian
    peter frank klaus jürgen wolfgang markus matthias florian tobias jonas lukas leon felix paul
    max maximilian anna anne maria marie julia laura lena lisa sarah sara sandra nicole nadine
    claudia sabine petra monika susanne jessica jennifer ashley jordan charlie robert david jan
    superman batman spiderman pokemon starwars harry potter hogwarts gandalf frodo matrix ninja
    samurai hunter jäger ranger killer joker trustno one two three eins zwei drei vier fünf
    letmein open sesam sesame whatever nothing nichts alles everything geld money kaffee coffee
    bier beer wein wine schokolade chocolate keks cookie banane banana apfel pizza käse cheese
    blume flower rose rosen garten garden wald baum see meer berg berge himmel erde feuer wasser
    rot blau grün gelb schwarz weiß weiss red blue green yellow black white orange purple silver
    gold silber diamant diamond mama papa mutter vater mother father familie family oma opa kind
    kinder sohn tochter bruder schwester freund freunde friend freundin gott god jesus christus
    leitlinie leitlinien werkstatt guideline guidelines workshop verband verein kreis landkreis
    kreisausschuss beteiligung verfahren beschluss integration vielfalt abc xyz qwe asd yxc zxc
"""
_PASSWORDS = """
    correcthorsebatterystaple korrektpferdbatterieheftklammer thequickbrownfox tobeornottobe
    veryinsecurepassword supergeheimespasswort dasisteinpasswort thisisapassword
    ichhabekeinpasswort vergessenvergessen passwortvergessen
"""

COMMON_WORDS = frozenset(_WORDS.casefold().split())
COMMON_PASSWORDS = frozenset(_PASSWORDS.casefold().split())
"""Whole ones, without blanks and signs, that are as well known."""
