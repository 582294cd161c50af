package dev.whiteboard.chat.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.options.FilePayload;
import dev.whiteboard.stack.Server;
import dev.whiteboard.stack.browser.NeedsBrowser;
import dev.whiteboard.stack.junit.NeedsStack;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Files: attached, uploaded in chunks that survive a break, shown small, and saved as they were.
 */
@NeedsBrowser
@NeedsStack({Server.POSTGRES, Server.REDIS, Server.KAFKA})
final class PageFilesIT extends PageAtTwoNodes {
  private static final String DONE = "#attached li[data-state=done]";

  private ChatTab ada;
  private ChatTab bob;

  @BeforeEach
  void meet() {
    ada = atFirst("Ada");
    bob = atSecond("Bob");
  }

  @Test
  void picture_isShownSmallAndLarge() throws IOException {
    ada.begin(bob);
    ada.at("#attach").setInputFiles(new FilePayload("cat.png", "image/png", png(900, 600)));
    assertThat(ada.at(DONE)).containsText("cat.png");
    ada.say("look");
    bob.enter(ada).hears("look");

    var picture = bob.message("look").locator("img");
    assertThat(picture).hasAttribute("alt", "cat.png");
    assertThat((int) picture.evaluate("image => image.naturalWidth")).isEqualTo(320);
    picture.click();
    assertThat(bob.at("#picture-dialog")).isVisible();
    bob.page().waitForFunction("() => document.getElementById('picture').naturalWidth === 900");
  }

  @Test
  void file_isSavedAsItWas() throws IOException {
    var bytes = new byte[1_500_000];
    new Random(7).nextBytes(bytes);
    ada.begin(bob);
    ada.at("#attach")
        .setInputFiles(new FilePayload("räum <b>&.bin", "application/octet-stream", bytes));
    assertThat(ada.at(DONE)).hasCount(1);
    ada.at("#words").press("Enter");
    bob.enter(ada);

    assertThat(bob.at(".file-name")).hasText("räum <b>&.bin");
    var saved = bob.page().waitForDownload(() -> bob.at(".file").click());

    assertThat(Files.readAllBytes(saved.path())).isEqualTo(bytes);
  }

  @Test
  void upload_brokenOff_goesOnWhereItWas() {
    var bytes = new byte[2_000_000];
    var patches = new AtomicInteger();
    ada.page()
        .route(
            "**/api/v1/files/*",
            route -> {
              if (route.request().method().equals("PATCH") && patches.incrementAndGet() == 2) {
                route.abort();
              } else {
                route.resume();
              }
            });
    ada.begin(bob);
    ada.at("#attach").setInputFiles(new FilePayload("long.bin", "", bytes));

    assertThat(ada.at(DONE)).hasCount(1);
    assertThat(patches.get()).isEqualTo(5);
    ada.say("here it is");
    bob.enter(ada).hears("here it is");
    assertThat(bob.at(".file")).containsText("1.9 MB");
  }

  @Test
  void leftOut_isNotSent() {
    ada.begin(bob);
    ada.at("#attach")
        .setInputFiles(new FilePayload("secret.txt", "text/plain", "no".getBytes(UTF_8)));
    assertThat(ada.at(DONE)).hasCount(1);

    ada.button("Leave secret.txt out").click();
    ada.say("nothing attached");

    bob.enter(ada).hears("nothing attached");
    assertThat(bob.at(".file")).hasCount(0);
  }

  @Test
  void picture_ofAnEncryptedChat_isSealedAndShown() throws IOException {
    ada.beginEncrypted(bob);
    ada.at("#attach").setInputFiles(new FilePayload("secret.png", "image/png", png(640, 640)));
    assertThat(ada.at(DONE)).hasCount(1);
    ada.say("for you alone");

    bob.enter(ada).hears("for you alone");

    var picture = bob.message("for you alone").locator("img");
    assertThat(picture).hasAttribute("alt", "secret.png");
    assertThat((int) picture.evaluate("image => image.naturalWidth")).isEqualTo(320);
  }

  private static byte[] png(int width, int height) throws IOException {
    var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    var graphics = image.createGraphics();
    graphics.setColor(new Color(0x7136bf));
    graphics.fillOval(0, 0, width, height);
    graphics.dispose();
    var bytes = new ByteArrayOutputStream();
    ImageIO.write(image, "png", bytes);
    return bytes.toByteArray();
  }
}
