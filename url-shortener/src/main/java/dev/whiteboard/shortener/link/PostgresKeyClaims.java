package dev.whiteboard.shortener.link;

import dev.whiteboard.kit.secret.TokenHash;
import dev.whiteboard.kit.shard.Shards;
import dev.whiteboard.kit.store.Database;
import dev.whiteboard.kit.store.StoreAwayException;
import dev.whiteboard.shortener.link.IdempotencyKey.KeyId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;

/** Claims of idempotency keys in PostgreSQL, each on the shard of its key. */
public final class PostgresKeyClaims implements KeyClaims {
  /*
   * How is a link made once, without a transaction over two databases?
   *
   * A repeated request draws another code, of another shard, where nobody knows of the first. So
   * before anything else the key's shard keeps which code the key is to get: the first claim stands,
   * whoever comes later takes its code. The link is then made on the shard of that code, in one
   * transaction with the key, as where there is one database: of many who try, one makes it, and the
   * others find it.
   *
   *   key's shard    claim: key K gets code n3Xk0aQ          before
   *   code's shard   key K and link n3Xk0aQ, or neither      one transaction
   *
   * Whoever dies in between leaves a claim, and the next with the key makes its link. A claim is
   * given up in one case, that the code is taken by a link that K did not make. Links are never
   * removed, so nobody can make one of that claim any more, however late. Not where the link failed:
   * somebody else with the key may be about to make it.
   *
   * Whoever takes a claim makes it young again, as the key's row, which comes after, is as old as the
   * try that made the link. Forgotten before that row, it would let a third try draw another code:
   *
   *   T           claim n3Xk0aQ; its shard is away, 503
   *   T + 23 h    the claim is taken again, link and key are made, the answer is lost
   *   T + 25 h    the next try: n3Xk0aQ, as the claim is 2 h old; a code of its own, were it 25
   *
   * A claim that outlives its key does no harm: its code is taken, so it is given up. Another body
   * leaves a claim as old as it is, or whoever insists on it would be refused for ever.
   */

  /** In the order of the keys, so that two nodes can't wait for one another. */
  private static final String CLAIM =
      """
      INSERT INTO idempotency_claims AS claim (scope, key_hash, body_hash, code, created_at)
      SELECT scope, key_hash, body_hash, code, created_at
      FROM unnest(:scopes, :keys, :bodies, :codes, :createdAt)
        AS new (scope, key_hash, body_hash, code, created_at)
      ORDER BY scope, key_hash
      ON CONFLICT (scope, key_hash) DO UPDATE
      SET created_at = CASE WHEN claim.body_hash = excluded.body_hash
                            THEN greatest(claim.created_at, excluded.created_at)
                            ELSE claim.created_at END
      RETURNING scope, key_hash, body_hash, code
      """;

  private static final String RELEASE =
      """
      DELETE FROM idempotency_claims
      WHERE scope = :scope AND key_hash = :key AND code = :code
      """;

  private final Shards<Lane> lanes;
  private final Predicate<String> live;

  /**
   * Claims in these databases.
   *
   * @param live whether the shard of a text gives signs of life
   */
  public PostgresKeyClaims(Shards<Database> databases, Predicate<String> live) {
    this.lanes = databases.map(Lane::into);
    this.live = live;
  }

  /**
   * The way into one shard: claims that come at the same time are one commit there, as links are.
   */
  private record Lane(Database database, GroupCommit<NewLink, Claimed> groupCommit) {
    static Lane into(Database database) {
      return new Lane(database, new GroupCommit<>("claim", batch -> claim(database, batch)));
    }
  }

  private record Claimed(TokenHash body, String code) {}

  @Override
  public Claim claim(NewLink link) {
    if (link.idempotency().isEmpty()) {
      return new Claim.Granted(link);
    }
    var key = key(link);
    if (!live.test(text(key))) {
      throw new StoreAwayException("the shard of the key gives no sign of life");
    }
    var claimed = lanes.of(text(key)).groupCommit.keep(link);
    return claimed.body.equals(key.body())
        ? new Claim.Granted(link.under(claimed.code))
        : new Claim.OtherBody();
  }

  @Override
  public void release(NewLink link) {
    link.idempotency()
        .ifPresent(key -> {
          var _ =
              lanes
                  .of(text(key))
                  .database
                  .query(handle ->
                      handle
                          .createUpdate(RELEASE)
                          .bind("scope", key.scope())
                          .bind("key", key.key().bytes())
                          .bind("code", link.code())
                          .execute());
        });
  }

  @Override
  public void close() {
    lanes.all().forEach(lane -> lane.groupCommit.close());
  }

  /** One statement can't have a key twice: of two alike the second waits for the next. */
  private static List<Claimed> claim(Database database, List<NewLink> batch) {
    var claimed = new TreeMap<Integer, Claimed>();
    while (claimed.size() < batch.size()) {
      var round = nextRound(batch, claimed.keySet());
      var came = database.query(handle -> claim(handle, round.stream().map(batch::get).toList()));
      for (var place : round) {
        claimed.put(place, came.get(key(batch.get(place)).id()));
      }
    }
    return List.copyOf(claimed.values());
  }

  private static List<Integer> nextRound(List<NewLink> batch, Set<Integer> done) {
    var seen = new HashSet<KeyId>();
    return IntStream.range(0, batch.size())
        .filter(i -> !done.contains(i))
        .filter(i -> seen.add(key(batch.get(i)).id()))
        .boxed()
        .toList();
  }

  private static Map<KeyId, Claimed> claim(Handle handle, List<NewLink> round) {
    var claimed = new HashMap<KeyId, Claimed>();
    new Columns<>(handle, handle.createQuery(CLAIM), round)
        .with("scopes", "text", link -> key(link).scope())
        .with("keys", "bytea", link -> key(link).key().bytes())
        .with("bodies", "bytea", link -> key(link).body().bytes())
        .with("codes", "text", NewLink::code)
        .with("createdAt", "timestamptz", link -> link.link().link().createdAt())
        .bound()
        .map((row, _) ->
            Map.entry(
                new KeyId(row.getString("scope"), TokenHash.kept(row.getBytes("key_hash"))),
                new Claimed(TokenHash.kept(row.getBytes("body_hash")), row.getString("code"))))
        .forEach(row -> claimed.put(row.getKey(), row.getValue()));
    return claimed;
  }

  private static IdempotencyKey key(NewLink link) {
    return link.idempotency().orElseThrow();
  }

  /** Keys are spread as codes are. */
  private static String text(IdempotencyKey key) {
    return HexFormat.of().formatHex(key.key().bytes()) + key.scope();
  }
}
