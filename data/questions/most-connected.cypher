// Actors by the number of others that acts told as fact tie them to; date, sentence and article are of the newest.
MATCH (a:Actor)<-[x:SOURCE|TARGET]-(c:Claim)-[y:SOURCE|TARGET]->(b:Actor)
WHERE a <> b AND c.modality = 'asserted'
  AND (type(x) <> type(y) OR type(x) = 'SOURCE' AND type(y) = 'SOURCE' AND c.relation IN ['CONSULT', 'COOPERATE', 'ALLY_OF'])
  AND ($since IS NULL OR c.when >= $since) AND ($until IS NULL OR c.when <= $until)
WITH a, count(DISTINCT b) AS others, count(DISTINCT c) AS claims, count(DISTINCT c.article) AS articles, max(coalesce(toString(c.when), '') + ' ' + c.id) AS pick
ORDER BY others DESC, claims DESC, a.id LIMIT 201
MATCH (n:Claim {id: split(pick, ' ')[1]})
MATCH (n)-[w:SOURCE|TARGET]->(a)
RETURN DISTINCT w.name AS who, others, claims, articles, n.when AS date, n.sentence AS sentence, n.title AS title, n.publisher AS publisher
ORDER BY others DESC, claims DESC, who
