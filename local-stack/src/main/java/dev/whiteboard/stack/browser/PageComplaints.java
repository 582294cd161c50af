package dev.whiteboard.stack.browser;

import com.microsoft.playwright.Page;
import java.util.ArrayList;
import java.util.List;

/** What a page does wrong as long as it is open: a test of it ends with none of these. */
public final class PageComplaints {
  /** How the browser itself notes an answer of 400 and more; the page says it to its reader. */
  private static final String REFUSED = "Failed to load resource";

  private final List<String> texts = new ArrayList<>();

  private PageComplaints() {}

  /** Listens to a page from now on, so before it goes anywhere. */
  public static PageComplaints of(Page page) {
    var complaints = new PageComplaints();
    page.onPageError(complaints.texts::add);
    page.onConsoleMessage(message -> {
      if (message.type().equals("error") && !message.text().startsWith(REFUSED)) {
        complaints.texts.add(message.text());
      }
    });
    return complaints;
  }

  /** Errors in its scripts, and what its security policy stopped; so far. */
  public List<String> texts() {
    return List.copyOf(texts);
  }
}
