// Actors by the number of claims that articles attribute to them or tell as their statements; date, sentence and article are of the newest.
MATCH (c:Claim)-[k:SOURCE|ATTRIBUTED_TO]->(a:Actor)
WHERE (type(k) = 'ATTRIBUTED_TO' OR c.relation = 'STATEMENT')
  AND ($since IS NULL OR c.when >= $since) AND ($until IS NULL OR c.when <= $until)
WITH a, count(DISTINCT c) AS claims, count(DISTINCT c.article) AS articles, max(coalesce(toString(c.when), '') + ' ' + c.id) AS pick
ORDER BY claims DESC, a.id LIMIT 201
MATCH (n:Claim {id: split(pick, ' ')[1]})
MATCH (n)-[w:SOURCE|ATTRIBUTED_TO]->(a)
RETURN DISTINCT w.name AS who, claims, articles, n.when AS date, n.sentence AS sentence, n.title AS title, n.publisher AS publisher
ORDER BY claims DESC, articles DESC, who
