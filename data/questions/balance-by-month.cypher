// Month by month, the number of cooperative and of conflictual acts told as fact that tie the actor to others, or to one other.
// Date, sentence and article are of the newest of the month.
MATCH (a:Actor {id: $actor})<-[x:SOURCE|TARGET]-(c:Claim)-[y:SOURCE|TARGET]->(b:Actor)
WHERE a <> b AND c.modality = 'asserted' AND c.relation IN ['AGREE', 'CONSULT', 'SUPPORT', 'CONCEDE', 'COOPERATE', 'AID', 'RETREAT', 'REQUEST', 'ACCUSE', 'REJECT', 'THREATEN', 'SANCTION', 'PROTEST', 'MOBILIZE', 'COERCE', 'ASSAULT']
  AND (type(x) <> type(y) OR type(x) = 'SOURCE' AND type(y) = 'SOURCE' AND c.relation IN ['CONSULT', 'COOPERATE', 'ALLY_OF'])
  AND c.when IS NOT NULL
  AND b.id = $other  // with other
  AND ($since IS NULL OR c.when >= $since) AND ($until IS NULL OR c.when <= $until)
WITH substring(toString(c.when), 0, 7) AS month_of,
  count(DISTINCT CASE WHEN c.relation IN ['AGREE', 'CONSULT', 'SUPPORT', 'CONCEDE', 'COOPERATE', 'AID', 'RETREAT'] THEN c END) AS cooperation,
  count(DISTINCT CASE WHEN c.relation IN ['REQUEST', 'ACCUSE', 'REJECT', 'THREATEN', 'SANCTION', 'PROTEST', 'MOBILIZE', 'COERCE', 'ASSAULT'] THEN c END) AS conflict, max(coalesce(toString(c.when), '') + ' ' + c.id) AS pick
ORDER BY month_of DESC LIMIT 201
MATCH (n:Claim {id: split(pick, ' ')[1]})
RETURN DISTINCT month_of, cooperation, conflict, cooperation - conflict AS balance, n.when AS date, n.sentence AS sentence, n.title AS title, n.publisher AS publisher
ORDER BY month_of DESC
