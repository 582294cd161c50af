package dev.whiteboard.cdn;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route.FulfillOptions;
import com.microsoft.playwright.assertions.LocatorAssertions.ContainsTextOptions;
import com.microsoft.playwright.options.FilePayload;
import com.microsoft.playwright.options.ReducedMotion;
import dev.whiteboard.stack.Server;
import dev.whiteboard.stack.browser.NeedsBrowser;
import dev.whiteboard.stack.junit.NeedsStack;
import dev.whiteboard.stack.junit.TestStack;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The tour that a visitor takes, in a real browser before a real world. */
@NeedsBrowser
@NeedsStack(Server.KAFKA)
final class CdnPageIT {
  private static TestWorld world;

  private TestPage opened;
  private Page page;

  @BeforeAll
  static void start(TestStack stack) throws Exception {
    world = TestWorld.start(stack);
  }

  @AfterAll
  static void stop() {
    world.close();
  }

  @BeforeEach
  void open(BrowserContext window) {
    opened = TestPage.open(window, world);
    page = opened.page();
  }

  @AfterEach
  void complainsOfNothing() {
    assertThat(opened.complaints()).isEmpty();
  }

  @Test
  void open_drawsEachNodeAndWhoAsksWhom() {
    assertThat(opened.at("#world [data-node]")).hasCount(9);
    assertThat(opened.at("#world [data-link='edge-eu-1 regional-us']")).hasCount(1);
    assertThat(opened.at("#world [data-link='shield origin']")).hasCount(1);
    assertThat(opened.at("#world svg"))
        .hasAttribute(
            "aria-label",
            "The nodes of each tier: 4 edge, 2 regional, 1 central, 1 shield, then the origin."
                + " All are up.");
  }

  @Test
  void ask_twice_missesAtEachTierAndThenHitsAtTheEdge() {
    opened.ask("edge-eu-1", "/images/1.svg?twice");

    for (var node : List.of("edge-eu-1", "central", "shield")) {
      opened.assertMark(node, "miss");
    }
    opened.assertMark("origin", "origin");
    assertThat(opened.at("#ask-steps li")).hasCount(5);
    assertThat(opened.at("#said")).containsText("from the origin");

    opened.ask("edge-eu-1", "/images/1.svg?twice");

    opened.assertMark("edge-eu-1", "hit");
    opened.assertMark("shield", "");
    assertThat(opened.at("#ask-steps li")).hasCount(1);
    assertThat(opened.at("#said")).containsText("from edge-eu-1");
    assertThat(opened.node("edge-eu-1").locator(".first")).containsText("% hits", soon());
  }

  @Test
  void ask_otherEdge_isAnsweredByTheTierAbove() {
    opened.ask("edge-eu-1", "/images/2.svg?shared");
    opened.ask("edge-us-1", "/images/2.svg?shared");

    opened.assertMark("edge-us-1", "miss");
    assertThat(opened.at("#ask-steps li")).hasCount(2);
    assertThat(opened.at("#ask-steps li").last()).hasAttribute("data-result", "hit");
  }

  @Test
  void crowd_onSomethingNew_costsOneRequestToTheOrigin() {
    opened.at("#catalog").getByText("A slow one").click();
    page.waitForResponse("**/v1/try", opened.button("50 at once, for something new")::click);

    assertThat(opened.at("#said")).containsText("50 clients, 1 request to the origin");
    assertThat(opened.at("#ask-dots span")).hasCount(50);
    assertThat(opened.at("#ask-dots [data-result=collapsed]")).not().hasCount(0);
  }

  @Test
  void ask_privateOne_isNotKeptAnywhere() {
    opened.at("#catalog").getByText("A private one").click();
    page.waitForResponse("**/v1/try", opened.button("Send a request")::click);

    opened.assertMark("edge-eu-1", "pass");
    opened.assertMark("shield", "pass");
    opened.at("#ask-details summary").click();
    assertThat(opened.at("#ask-fields")).containsText("private, no-store");
    assertThat(opened.at("#ask-fields")).containsText("RFC 9211");
  }

  @Test
  void ask_noPath_isSaidBesideTheField() {
    opened.ask("edge-eu-1", "no slash");

    assertThat(opened.at("#ask-path-error")).containsText("must begin with /");
    assertThat(opened.at("#ask-path")).hasAttribute("aria-invalid", "true");
  }

  @Test
  void ask_motionIsFine_lightsUpAllTheSame() {
    page.emulateMedia(new Page.EmulateMediaOptions().setReducedMotion(ReducedMotion.NO_PREFERENCE));

    opened.ask("edge-us-2", "/images/3.svg?moving");

    opened.assertMark("origin", "origin");
    assertThat(opened.at("#world .link.lit")).hasCount(4);
  }

  @Test
  void node_offAndOn_itsKeysMoveAndNoOthers() {
    opened.tab("Ring");
    var owner = opened.at(".ring-owner strong").first().textContent();
    var other = owner.equals("regional-eu") ? "regional-us" : "regional-eu";

    opened.at("#switches").getByLabel(owner).click();
    opened.giveKey("not-the-key");
    assertThat(opened.at("#key-error")).containsText("not the admin key");
    opened.giveKey(TestWorld.ADMIN_KEY);

    assertThat(opened.at("#said")).containsText("moved, from " + owner + " to " + other);
    assertThat(opened.at("#said")).containsText("No others did.");
    assertThat(opened.at(".ring-owner strong").first()).hasText(other);
    assertThat(opened.node(owner)).hasAttribute("data-health", "down");

    opened.at("#switches").getByLabel(owner).click();
    assertThat(opened.at("#said")).containsText("moved, from " + other + " to " + owner);
    assertThat(opened.node(owner)).hasAttribute("data-health", "up");
  }

  @Test
  void purge_byUrl_isWatchedOverAllNodesAndMissesAfter() {
    opened.ask("edge-eu-1", "/images/4.svg?purged");
    opened.ask("edge-eu-1", "/images/4.svg?purged");
    opened.assertMark("edge-eu-1", "hit");

    opened.tab("Purge");
    assertThat(opened.at("#purge-what")).hasValue("http://demo.localhost/images/4.svg?purged");
    opened.button("Purge").click();
    opened.giveKey(TestWorld.ADMIN_KEY);

    assertThat(opened.at("#said")).containsText("all 8 nodes had applied it");
    assertThat(opened.at("#purge-spread li")).hasCount(8);
    opened.assertMark("edge-us-2", "purged");
    assertThat(opened.node("edge-us-2").locator(".pill-text")).containsText("ms");

    opened.tab("Request");
    opened.ask("edge-eu-1", "/images/4.svg?purged");
    opened.assertMark("edge-eu-1", "miss");
    opened.assertMark("shield", "miss");
  }

  @Test
  void purge_ofWhatIsNoUrl_isSaidBesideTheField() {
    opened.tab("Purge");
    opened.at("#purge-what").fill("images");
    opened.button("Purge").click();
    opened.giveKey(TestWorld.ADMIN_KEY);

    assertThat(opened.at("#purge-what-error")).containsText("is no absolute URL");
  }

  @Test
  void routes_edited_areSavedAndRefusedAtTheirPlace() {
    opened.tab("Routes");
    assertThat(opened.at("#routes-text")).hasValue(Pattern.compile("everything"));
    var before = opened.at("#routes-text").inputValue();

    opened.at("#routes-text").fill("routes:\n  - name: pictures\n    originn: here\n");
    opened.button("Save the routes").click();
    opened.giveKey(TestWorld.ADMIN_KEY);

    assertThat(opened.at("#routes-errors")).containsText("originn");
    assertThat(opened.at("#routes-lines .wrong").last()).hasText("3");
    assertThat(opened.at("#routes-text")).hasAttribute("aria-invalid", "true");

    opened.at("#routes-text").fill(before);
    opened.button("Save the routes").click();
    assertThat(opened.at("#routes-said")).containsText("Saved");
    assertThat(opened.at("#routes-errors li")).hasCount(0);
  }

  @Test
  void function_uploaded_isListedAndRemoved() throws IOException {
    opened.tab("Routes");
    assertThat(opened.at("#functions")).containsText("hello");

    opened.at("#function-name").fill("mine");
    opened.at("#function-file").setInputFiles(module("functions/hello.wasm"));
    opened.button("Upload").click();
    opened.giveKey(TestWorld.ADMIN_KEY);
    assertThat(opened.at("#functions")).containsText("mine");

    opened.button("Remove mine").click();
    assertThat(opened.at("#functions")).not().containsText("mine");
  }

  private static FilePayload module(String resource) throws IOException {
    try (var in = CdnService.class.getClassLoader().getResourceAsStream(resource)) {
      return new FilePayload("hello.wasm", "application/wasm", in.readAllBytes());
    }
  }

  @Test
  void tabs_byKeyboard_areWalkedThrough() {
    opened.at("#tab-ask").focus();
    page.keyboard().press("ArrowRight");

    assertThat(opened.at("#tab-ring")).isFocused();
    assertThat(opened.at("#panel-ring")).isVisible();
    assertThat(opened.at("#panel-ask")).isHidden();
    page.keyboard().press("End");
    assertThat(opened.at("#panel-traffic")).isVisible();
    assertThat(page.url()).endsWith("#traffic");
  }

  @Test
  void traffic_afterARequest_tellsOfIt() {
    opened.ask("edge-eu-2", "/vary?traffic");
    opened.tab("Traffic");

    assertThat(opened.at("#traffic-tiers tr").first()).containsText("edge");
    assertThat(opened.at("#traffic-chart .bar-part").first()).isVisible();
    assertThat(opened.at("#traffic-statuses")).containsText("200");
    assertThat(opened.at("#traffic-urls")).containsText("http://demo.localhost/");
  }

  @Test
  void live_controlPlaneGone_isSaidAndComesBack() {
    page.route("**/v1/live", route -> route.fulfill(new FulfillOptions().setStatus(503)));
    page.reload();

    assertThat(opened.at("#live")).hasText("Lost");
    assertThat(opened.at("#live-lost")).containsText("The control plane is gone");

    page.unroute("**/v1/live");
    assertThat(opened.at("#live")).hasText("Live");
    assertThat(opened.at("#live-lost")).isEmpty();
  }

  /** The page's policy is the service's: nothing is loaded from elsewhere, nothing runs inline. */
  @Test
  void open_everythingLoaded_isFromHere() {
    var elsewhere = new ArrayList<String>();
    page.onRequest(request -> {
      if (!request.url().startsWith(world.url().toString())) {
        elsewhere.add(request.url());
      }
    });

    var answer = page.reload();

    assertThat(answer.headerValue("Content-Security-Policy")).contains("default-src 'none'");
    assertThat(opened.at("#world svg")).isVisible();
    assertThat(elsewhere).isEmpty();
  }

  private static ContainsTextOptions soon() {
    return new ContainsTextOptions().setTimeout(TestWorld.SOON.toMillis());
  }
}
