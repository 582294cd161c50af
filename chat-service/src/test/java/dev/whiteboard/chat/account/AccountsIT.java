package dev.whiteboard.chat.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.whiteboard.chat.id.UuidV7;
import dev.whiteboard.kit.store.Database;
import dev.whiteboard.kit.store.DatabaseUrl;
import dev.whiteboard.kit.store.StoreAwayException;
import dev.whiteboard.stack.Server;
import dev.whiteboard.stack.junit.NeedsStack;
import dev.whiteboard.stack.junit.TestStack;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ThreadPoolExecutor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

@NeedsStack(Server.POSTGRES)
final class AccountsIT {
  private static final Password PASSWORD = Password.of("correct horse");
  private static final InstantSource CLOCK = InstantSource.system();

  private static Database database;

  @BeforeAll
  static void open(TestStack stack) {
    database = Database.open(DatabaseUrl.parse(stack.databaseUrl()), "chat", 2);
    database.migrate("db/chat");
  }

  @AfterAll
  static void close() {
    database.close();
  }

  @Test
  void check_costChanged_hashIsMadeAnew() {
    var name = name("Grows");
    var user = accounts(64, PasswordHashes.threads(1)).signUp(name, PASSWORD);
    assertThat(hashOf(name)).startsWith("$argon2id$v=19$m=64,");

    var after = accounts(128, PasswordHashes.threads(1));
    assertThat(after.check(Optional.of(name), Password.of("wrong horse"))).isEmpty();
    assertThat(hashOf(name)).startsWith("$argon2id$v=19$m=64,");
    assertThat(after.check(Optional.of(name), PASSWORD)).isEqualTo(user).isPresent();

    assertThat(hashOf(name)).startsWith("$argon2id$v=19$m=128,");
    assertThat(after.check(Optional.of(name), PASSWORD)).isEqualTo(user);
  }

  /** That each of them waits for a turn tells that each of them hashes. */
  @Test
  void check_knownUnknownOrNoName_goTheSameWay() {
    var threads = PasswordHashes.threads(1);
    var accounts = accounts(64, threads);
    var known = Optional.of(name("Known"));
    assertThat(accounts.signUp(known.get(), PASSWORD)).isPresent();
    threads.shutdown(); // who wants a turn is turned away

    assertNeedsATurn(accounts, known);
    assertNeedsATurn(accounts, Optional.of(name("Unknown")));
    assertNeedsATurn(accounts, Optional.empty());
  }

  private static void assertNeedsATurn(Accounts accounts, Optional<AccountName> name) {
    assertThatThrownBy(() -> accounts.check(name, PASSWORD))
        .isInstanceOf(StoreAwayException.class)
        .hasMessageContaining("wait to be hashed");
  }

  private static Accounts accounts(int memoryKib, ThreadPoolExecutor threads) {
    var random = new SecureRandom();
    var cost = new PasswordHashes.Cost(memoryKib, 1);
    var hashes = new PasswordHashes(cost, threads, Duration.ofSeconds(20), random);
    return new Accounts(database, hashes, new UuidV7(CLOCK, random), CLOCK);
  }

  private static AccountName name(String text) {
    return AccountName.parse(text).orElseThrow();
  }

  private static String hashOf(AccountName name) {
    return database.query(handle ->
        handle
            .createQuery("SELECT password_hash FROM accounts WHERE name_key = :key")
            .bind("key", name.key())
            .mapTo(String.class)
            .one());
  }
}
