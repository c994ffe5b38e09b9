// The actor's ties in one period and in another: acts told as fact by partner and relation, where their numbers differ.
// Date, sentence and article are of the newest.
MATCH (a:Actor {id: $actor})<-[x:SOURCE|TARGET]-(c:Claim)-[y:SOURCE|TARGET]->(b:Actor)
WHERE a <> b AND c.modality = 'asserted'
  AND (type(x) <> type(y) OR type(x) = 'SOURCE' AND type(y) = 'SOURCE' AND c.relation IN ['CONSULT', 'COOPERATE', 'ALLY_OF'])
  AND (c.when >= $since AND c.when <= $until OR c.when >= $since2 AND c.when <= $until2)
WITH b, c.relation AS relation, c.verb AS verb,
  count(DISTINCT CASE WHEN c.when >= $since AND c.when <= $until THEN c END) AS first,
  count(DISTINCT CASE WHEN c.when >= $since2 AND c.when <= $until2 THEN c END) AS second, max(coalesce(toString(c.when), '') + ' ' + c.id) AS pick
WHERE first <> second
WITH b, relation, verb, first, second, pick ORDER BY abs(second - first) DESC, b.id, relation LIMIT 201
MATCH (n:Claim {id: split(pick, ' ')[1]})
MATCH (n)-[w:SOURCE|TARGET]->(b)
RETURN DISTINCT w.name AS who, verb, first, second, second - first AS change, n.when AS date, n.sentence AS sentence, n.title AS title, n.publisher AS publisher
ORDER BY change DESC, who, verb
