-- Questions to a survey: ./scripts/geodesy sql --output out --file conf/examples/queries.sql
-- The same by any Spark:  ./scripts/geodesy sql --output out --views > views.sql
--                         spark-sql -i views.sql -f conf/examples/queries.sql

-- the largest clusters, and how well they hold together
select cluster, size, round(cohesion, 3) as cohesion, majority_label
from cluster_statistics
order by size desc, cluster
limit 5;

-- rows that many others have as a neighbour
select neighbor_id, count(*) as lists, round(avg(distance), 3) as mean_distance
from edges
group by neighbor_id
order by lists desc, neighbor_id
limit 5;

-- links between clusters; 'a;b' shows that a semicolon in a text ends nothing
select least(a.cluster, b.cluster) as one, greatest(a.cluster, b.cluster) as other, count(*) as links, 'a;b' as note
from edges e
join clusters a on a.id = e.id
join clusters b on b.id = e.neighbor_id
where a.cluster <> b.cluster
group by 1, 2
order by links desc, one, other
limit 5;

-- what every analysis says of the whole table
select analysis, metric, round(value, 4) as value
from statistics
where `group` is null and metric in ('recall', 'clusters', 'rows')
order by analysis, metric;
