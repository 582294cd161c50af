package dev.whiteboard.chat.client.mls;

import static dev.whiteboard.chat.client.mls.People.bytes;
import static dev.whiteboard.chat.client.mls.People.identity;
import static dev.whiteboard.chat.client.mls.People.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import dev.whiteboard.chat.client.mls.Party.Place;
import dev.whiteboard.kit.health.HealthChecks;
import dev.whiteboard.kit.http.Pages;
import dev.whiteboard.kit.http.ServiceRoutes;
import dev.whiteboard.kit.http.ServiceRoutes.Facets;
import dev.whiteboard.kit.http.VirtualThreads;
import dev.whiteboard.kit.http.WebServer;
import dev.whiteboard.kit.http.WebServerOptions;
import dev.whiteboard.kit.metrics.Metrics;
import dev.whiteboard.kit.run.Closers;
import dev.whiteboard.kit.run.EventLoops;
import dev.whiteboard.stack.browser.NeedsBrowser;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Members in Java and members in a browser, in one group, under the pages' own security policy. */
@NeedsBrowser
final class MlsBrowserIT {
  private static final int STEPS = 25;
  private static final int MEMBERS_MAX = 9;

  private static final Closers CLOSERS = new Closers();
  private static WebServer server;

  private final List<String> complaints = new ArrayList<>();
  private Page page;

  @BeforeAll
  static void serve() throws IOException {
    var vertx = CLOSERS.add(EventLoops.open()).vertx();
    var pages =
        new Pages()
            .add("/", "pages/mls/index.html")
            .add("/openapi.yaml", "openapi/chat.yaml")
            .add("/assets/bridge.js", "pages/mls/bridge.js")
            .add("/assets/chat/mls.js", "pages/chat/mls.js")
            .add("/assets/chat/mls-commits.js", "pages/chat/mls-commits.js")
            .add("/assets/chat/mls-names.js", "pages/chat/mls-names.js")
            .add("/assets/chat/ts-mls.js", "pages/chat/ts-mls.js");
    var facets =
        new Facets(
            CLOSERS.add(new Metrics()),
            CLOSERS.add(new HealthChecks()),
            pages,
            CLOSERS.add(new VirtualThreads(16)));
    server =
        WebServer.start(
            vertx,
            new WebServerOptions("127.0.0.1", 0, 1),
            eventLoop -> ServiceRoutes.create(eventLoop, facets).handler());
    CLOSERS.add(() -> server.drain(Duration.ofMillis(100)));
  }

  @AfterAll
  static void stop() {
    CLOSERS.close();
  }

  @BeforeEach
  void open(BrowserContext window) {
    page = window.newPage();
    page.onPageError(complaints::add);
    page.onConsoleMessage(message -> {
      if (message.type().equals("error")) {
        complaints.add(message.text());
      }
    });
    page.navigate("http://127.0.0.1:" + server.port() + "/");
    page.waitForFunction("() => window.bridge !== undefined");
  }

  @AfterEach
  void complainsOfNothing() {
    assertThat(complaints).isEmpty();
  }

  private Party inBrowser(int user) {
    return BrowserParty.of(page, identity(user, user));
  }

  private static Party inJava(int user) {
    return JavaParty.of(identity(user, user));
  }

  private static Change.Joiner joiner(Party party) {
    return new Change.Joiner(party.who(), party.keyPackage());
  }

  private static List<Place> group(Party creator, Party... others) {
    var first = creator.create(People.GROUP);
    var joiners = List.of(others).stream().map(MlsBrowserIT::joiner).toList();
    var commit = first.prepare(new Change.Add(joiners)).orElseThrow();
    assertThat(first.handle(commit.commit())).isEqualTo("advanced");
    var places = new ArrayList<>(List.of(first));
    List.of(others).forEach(other -> places.add(other.join(commit.welcome())));
    return places;
  }

  @Test
  void javaAndBrowser_inAGroupThatEitherMade_readEachOther_andSeeTheSameNumbers() {
    var java = inJava(1);
    var browser = inBrowser(2);
    for (var places : List.of(group(java, browser), group(browser, java))) {
      assertThat(places.getFirst().state()).isEqualTo(places.getLast().state());
      assertThat(places.getFirst().state().members()).hasSize(2);
      say(places, 0, "from who made it");
      say(places, 1, "from who joined — ünïcode, 日本語");
      commit(places, 0, new Change.Refresh());
      commit(places, 1, new Change.Refresh());
      say(places, 0, "with other keys");
      say(places, 1, "with other keys");
    }
    var places = group(java, browser);
    assertThat(places.getFirst().safetyNumber(browser.who().user()))
        .isEqualTo(places.getLast().safetyNumber(java.who().user()))
        .matches("\\d{5}( \\d{5}){11}");
  }

  @Test
  void removed_inEitherDirection_readsNoMore() {
    for (var remover : List.of(0, 1)) {
      var parties =
          remover == 0
              ? List.of(inJava(1), inJava(2), inBrowser(3))
              : List.of(inBrowser(1), inBrowser(2), inJava(3));
      var places = group(parties.get(0), parties.get(1), parties.get(2));
      var remove = new Change.Remove(Set.of(parties.get(2).who()));
      var commit = places.get(0).prepare(remove).orElseThrow().commit();
      assertThat(places.stream().map(place -> place.handle(commit)))
          .containsExactly("advanced", "advanced", "removed");

      var secret = places.get(1).encrypt(bytes("without you"));
      assertThatThrownBy(() -> places.get(2).decrypt(secret)).isInstanceOf(MlsException.class);
      assertThat(text(places.get(0).decrypt(secret))).isEqualTo("without you");
    }
  }

  @Test
  void bcJava2492_browserRefusesTheRemovalsThatJavaGetsWrong() {
    var places = group(inBrowser(0), inJava(1), inBrowser(2), inJava(3));
    assertThat(places.get(2).prepare(new Change.Remove(Set.of(identity(0, 0), identity(1, 1)))))
        .isEmpty();
    var pair = group(inBrowser(0), inJava(1));
    assertThat(pair.getFirst().prepare(new Change.Remove(Set.of(identity(1, 1))))).isEmpty();
  }

  @Test
  void browser_joinsWhereSomebodyInTheOtherHalfOfTheTreeCommitted() {
    var places = new ArrayList<>(group(inJava(0), inJava(1), inJava(2), inJava(3), inJava(4)));
    commit(places, 0, new Change.Remove(Set.of(identity(1, 1))));
    places.remove(1);
    commit(places, 1, new Change.Refresh());

    // It gets the blank leaf on the left, below a node that the committer on the right leaves
    // alone.
    var late = inBrowser(5);
    var add = places.getLast().prepare(new Change.Add(List.of(joiner(late)))).orElseThrow();
    places.forEach(place -> place.handle(add.commit()));
    places.add(late.join(add.welcome()));
    assertThat(places.getLast().state()).isEqualTo(places.getFirst().state());
    say(places, 4, "here");
  }

  @Test
  void safetyNumber_ofKnownKeys_isThatOfJava() {
    var keys =
        List.of("ff".repeat(32), "01".repeat(32)).stream()
            .map(hex -> BrowserParty.base64(HexFormat.of().parseHex(hex)))
            .toList();

    assertThat(BrowserParty.call(page, "safetyHalf", identity(1, 1).user().toString(), keys))
        .isEqualTo("66576 73963 99852 52327 03683 82146");
  }

  @Test
  void browser_goesOnFromWhatItKept() {
    var java = inJava(1);
    var member =
        BrowserParty.call(
            page,
            "member",
            Map.of(
                "user",
                identity(2, 2).user().toString(),
                "device",
                identity(2, 2).device().toString()));
    var keyPackage = (String) BrowserParty.call(page, "keyPackage", member);
    var made = java.create(People.GROUP);
    var joiner = new Change.Joiner(identity(2, 2), Base64.getDecoder().decode(keyPackage));
    var add = made.prepare(new Change.Add(List.of(joiner))).orElseThrow();
    made.handle(add.commit());
    var group = BrowserParty.call(page, "join", member, BrowserParty.base64(add.welcome()));
    var before = made.encrypt(bytes("before"));

    var kept = (Map<?, ?>) BrowserParty.call(page, "reload", member, group);
    var opened =
        (Map<?, ?>)
            BrowserParty.call(
                page, "decrypt", BrowserParty.field(kept, "group"), BrowserParty.base64(before));
    assertThat(opened.get("plaintext")).isEqualTo(BrowserParty.base64(bytes("before")));
    var after =
        (String)
            BrowserParty.call(
                page,
                "encrypt",
                BrowserParty.field(kept, "group"),
                BrowserParty.base64(bytes("after")));
    assertThat(text(made.decrypt(Base64.getDecoder().decode(after)))).isEqualTo("after");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void whateverJavaAndBrowserMembersDo_theyAgree_andReadEachOther(long seed) {
    var random = new Random(seed);
    var in = new HashMap<Integer, Place>();
    var places = group(inJava(0), inBrowser(1), inJava(2), inBrowser(3));
    for (var i = 0; i < places.size(); i++) {
      in.put(i, places.get(i));
    }
    var next = places.size();
    for (var step = 0; step < STEPS; step++) {
      var by = any(in, random);
      switch (random.nextInt(4)) {
        case 0 -> {
          if (in.size() < MEMBERS_MAX) {
            add(in, by, next++, random);
          }
        }
        case 1 -> remove(in, by, random);
        case 2 -> enter(in, by, random);
        default -> refresh(in, by);
      }
      checkAgreement(in, random);
    }
  }

  private static Place at(Map<Integer, Place> in, int user) {
    return Objects.requireNonNull(in.get(user));
  }

  private static int any(Map<Integer, Place> in, Random random) {
    return List.copyOf(in.keySet()).get(random.nextInt(in.size()));
  }

  private Party either(int user, Random random) {
    return random.nextBoolean() ? inJava(user) : inBrowser(user);
  }

  private void add(Map<Integer, Place> in, int by, int user, Random random) {
    var party = either(user, random);
    var commit = at(in, by).prepare(new Change.Add(List.of(joiner(party)))).orElseThrow();
    deliver(in, commit.commit());
    in.put(user, party.join(commit.welcome()));
  }

  private static void remove(Map<Integer, Place> in, int by, Random random) {
    var gone = any(in, random);
    if (gone != by && in.size() > 2) {
      at(in, by)
          .prepare(new Change.Remove(Set.of(identity(gone, gone))))
          .ifPresent(commit -> deliver(in, commit.commit()));
    }
  }

  private void enter(Map<Integer, Place> in, int by, Random random) {
    var again = any(in, random);
    var refreshed = at(in, by).prepare(new Change.Refresh());
    refreshed.ifPresent(commit -> {
      deliver(in, commit.commit());
      var entry = either(again, random).enter(commit.groupInfo());
      deliver(in, entry.commit().commit());
      in.put(again, entry.entered());
    });
  }

  private static void refresh(Map<Integer, Place> in, int by) {
    at(in, by).prepare(new Change.Refresh()).ifPresent(commit -> deliver(in, commit.commit()));
  }

  private static void deliver(Map<Integer, Place> in, byte[] commit) {
    in.values().removeIf(place -> place.handle(commit).equals("removed"));
  }

  private static void checkAgreement(Map<Integer, Place> in, Random random) {
    var states = in.values().stream().map(Place::state).distinct().toList();
    assertThat(states).hasSize(1);
    assertThat(states.getFirst().members()).hasSize(in.size());
    var from = any(in, random);
    var message = at(in, from).encrypt(bytes("by " + from));
    in.values()
        .forEach(reader -> {
          var opened = reader.decrypt(message);
          assertThat(text(opened)).isEqualTo("by " + from);
          assertThat(opened.from()).isEqualTo(identity(from, from));
        });
  }

  private static void say(List<Place> places, int from, String words) {
    var message = places.get(from).encrypt(bytes(words));
    assertThat(places)
        .allSatisfy(place -> assertThat(text(place.decrypt(message))).isEqualTo(words));
  }

  private static void commit(List<Place> places, int by, Change change) {
    var commit = places.get(by).prepare(change).orElseThrow().commit();
    places.forEach(place -> place.handle(commit));
    assertThat(places.getFirst().state().epoch()).isEqualTo(places.getLast().state().epoch());
  }
}
