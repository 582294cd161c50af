package dev.whiteboard.ratelimit.http;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ReducedMotion;
import dev.whiteboard.stack.browser.PageComplaints;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** The page, open in a browser. */
final class ReplayPage {
  private final PageComplaints complaints;
  private final Page page;
  private volatile String asked = "";

  private ReplayPage(Page page) {
    this.page = page;
    this.complaints = PageComplaints.of(page);
    page.onRequest(request -> {
      if (request.url().endsWith("/v1/replay")) {
        asked = request.postData();
      }
    });
  }

  /** Opens it for one who wants no motion: traffic that is chosen is seen at its end at once. */
  static ReplayPage open(BrowserContext window, ReplayServer server) {
    var opened = new ReplayPage(window.newPage());
    opened.page.emulateMedia(new Page.EmulateMediaOptions().setReducedMotion(ReducedMotion.REDUCE));
    opened.page.navigate(server.url().toString());
    return opened;
  }

  /** Errors in its scripts, and what its security policy stopped. */
  List<String> complaints() {
    return complaints.texts();
  }

  /** The traffic that the service was asked for last. */
  List<Integer> arrivals() {
    return new JsonObject(asked)
        .getJsonArray("arrivalsMs").stream().map(Integer.class::cast).toList();
  }

  Page page() {
    return page;
  }

  Locator press() {
    return page.locator("#press");
  }

  /** The button that has this name and no other words in it. */
  Locator button(String name) {
    return page.getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName(name).setExact(true));
  }

  Locator lane(String algorithm) {
    return page.locator("#lanes li[data-algorithm=" + algorithm + "]");
  }

  /** How many were {@code admitted} or {@code denied}, or {@code most}. */
  Locator count(String algorithm, String what) {
    return lane(algorithm).locator("[data-count=" + what + "]");
  }

  /** Forgets the traffic that the page opens with. */
  void clear() {
    button("Clear").click();
    assertThat(count("sliding-log", "admitted")).hasText("0");
  }

  int number(String algorithm, String what) {
    return Integer.parseInt(count(algorithm, what).textContent());
  }
}
