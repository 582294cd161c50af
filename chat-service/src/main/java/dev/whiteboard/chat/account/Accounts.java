package dev.whiteboard.chat.account;

import dev.whiteboard.chat.id.UserId;
import dev.whiteboard.chat.id.UuidV7;
import dev.whiteboard.kit.store.Database;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;

/** Users' names and passwords. Blocks. */
public final class Accounts {
  private static final String INSERT =
      """
      INSERT INTO accounts (id, name, name_key, password_hash, created_at)
      VALUES (:id, :name, :key, :hash, :createdAt)
      ON CONFLICT (name_key) DO NOTHING
      """;

  private final Database database;
  private final PasswordHashes hashes;
  private final UuidV7 ids;
  private final InstantSource clock;

  /** Accounts in this database. */
  public Accounts(Database database, PasswordHashes hashes, UuidV7 ids, InstantSource clock) {
    this.database = database;
    this.hashes = hashes;
    this.ids = ids;
    this.clock = clock;
  }

  private record Kept(UserId user, String hash) {}

  /**
   * A new user.
   *
   * @return who it is; empty where the name is taken
   * @throws dev.whiteboard.kit.store.StoreAwayException where it can't be said in time
   */
  public Optional<UserId> signUp(AccountName name, Password password) {
    if (find(name).isPresent()) {
      return Optional.empty(); // before the costly part
    }
    var user = new UserId(ids.next());
    var hash = hashes.hash(password);
    return insert(user, name, hash) ? Optional.of(user) : Optional.empty();
  }

  /**
   * Whose name and password these are. Takes as long where nobody has the name.
   *
   * @param name empty where what was given can't be one
   * @throws dev.whiteboard.kit.store.StoreAwayException where it can't be said in time
   */
  public Optional<UserId> check(Optional<AccountName> name, Password password) {
    var kept = name.flatMap(this::find);
    var check = hashes.check(password, kept.map(Kept::hash).orElseGet(hashes::nobodys));
    var found = kept.filter(_ -> check.matches());
    if (check.outdated()) {
      found.ifPresent(account -> rehash(account, password));
    }
    return found.map(Kept::user);
  }

  private Optional<Kept> find(AccountName name) {
    return database.query(handle ->
        handle
            .createQuery("SELECT id, password_hash FROM accounts WHERE name_key = :key")
            .bind("key", name.key())
            .map((row, _) ->
                new Kept(
                    new UserId(row.getObject("id", UUID.class)), row.getString("password_hash")))
            .findOne());
  }

  private boolean insert(UserId user, AccountName name, String hash) {
    return database.query(handle ->
        handle
                .createUpdate(INSERT)
                .bind("id", user.value())
                .bind("name", name.shown())
                .bind("key", name.key())
                .bind("hash", hash)
                .bind("createdAt", clock.instant())
                .execute()
            == 1);
  }

  /** Unless somebody was faster, with a new password perhaps. */
  private void rehash(Kept account, Password password) {
    var hash = hashes.hash(password);
    database.query(handle ->
        handle.execute(
            "UPDATE accounts SET password_hash = ? WHERE id = ? AND password_hash = ?",
            hash,
            account.user.value(),
            account.hash));
  }
}
