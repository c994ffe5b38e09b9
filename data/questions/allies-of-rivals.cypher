// The five actors with most hostile acts to or from the actor, and who supports, aids or works with them; all told as fact.
// Date, sentence and article are of the newest friendly act.
MATCH (a:Actor {id: $actor})<-[x:SOURCE|TARGET]-(h:Claim)-[y:SOURCE|TARGET]->(r:Actor)
WHERE a <> r AND type(x) <> type(y) AND h.modality = 'asserted' AND h.relation IN ['ACCUSE', 'REJECT', 'THREATEN', 'SANCTION', 'PROTEST', 'MOBILIZE', 'COERCE', 'ASSAULT']
  AND ($since IS NULL OR h.when >= $since) AND ($until IS NULL OR h.when <= $until)
WITH r, count(DISTINCT h) AS hostile
ORDER BY hostile DESC, r.id LIMIT 5
MATCH (r)<-[u:SOURCE|TARGET]-(c:Claim)-[v:SOURCE|TARGET]->(b:Actor)
WHERE b <> r AND b.id <> $actor AND c.modality = 'asserted' AND c.relation IN ['SUPPORT', 'AID', 'COOPERATE', 'ALLY_OF']
  AND (type(u) <> type(v) OR type(u) = 'SOURCE' AND c.relation IN ['COOPERATE', 'ALLY_OF'])
  AND ($since IS NULL OR c.when >= $since) AND ($until IS NULL OR c.when <= $until)
WITH r, b, count(DISTINCT c) AS claims, count(DISTINCT c.article) AS articles, max(coalesce(toString(c.when), '') + ' ' + c.id) AS pick
ORDER BY articles DESC, claims DESC, r.id, b.id LIMIT 201
MATCH (n:Claim {id: split(pick, ' ')[1]})
MATCH (n)-[l:SOURCE|TARGET]->(r), (n)-[w:SOURCE|TARGET]->(b)
RETURN DISTINCT l.name AS rival, w.name AS ally, claims, articles, n.when AS date, n.sentence AS sentence, n.title AS title, n.publisher AS publisher
ORDER BY articles DESC, claims DESC, rival, ally
