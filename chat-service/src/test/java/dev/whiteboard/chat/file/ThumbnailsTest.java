package dev.whiteboard.chat.file;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.whiteboard.chat.id.ChatId;
import dev.whiteboard.chat.id.FileId;
import dev.whiteboard.chat.id.UserId;
import dev.whiteboard.kit.store.StoreAwayException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadPoolExecutor;
import javax.imageio.ImageIO;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ThumbnailsTest {
  @TempDir Path path;

  private FileFolder folder;
  private Thumbnails thumbnails;

  private ThreadPoolExecutor threads;

  @BeforeEach
  void open() throws IOException {
    folder = FileFolder.open(path);
    threads = Thumbnails.threads();
    thumbnails = thumbnails(Duration.ofMinutes(2));
  }

  private Thumbnails thumbnails(Duration turnMax) {
    return new Thumbnails(folder, new FileMeters(new SimpleMeterRegistry()), threads, turnMax);
  }

  @AfterEach
  void close() {
    thumbnails.close();
  }

  @ParameterizedTest
  @CsvSource({
    "1600,800,320,160",
    "800,1600,160,320",
    "100,50,100,50",
    "5000,2,320,1",
    "321,321,320,320"
  })
  void of_picture_hasItsProportions(int width, int height, int smallWidth, int smallHeight)
      throws IOException {
    var small = small(Pictures.png(width, height)).orElseThrow();

    assertThat(small.getWidth()).isEqualTo(smallWidth);
    assertThat(small.getHeight()).isEqualTo(smallHeight);
  }

  /** Red is above in the file: where it is then, by how the camera was held. */
  @ParameterizedTest
  @CsvSource({"1,160,40", "3,160,200", "6,200,160", "8,40,160"})
  void of_photo_isUpright(int orientation, int redX, int redY) throws IOException {
    var small = small(Pictures.jpeg(960, 720, orientation)).orElseThrow();

    assertThat(small.getWidth()).isEqualTo(orientation < 5 ? 320 : 240);
    var color = new Color(small.getRGB(redX, redY));
    assertThat(color.getRed()).isGreaterThan(200);
    assertThat(color.getBlue()).isLessThan(50);
  }

  @Test
  void of_photo_saysNothingOfItsPlace() throws IOException {
    var photo = Pictures.jpeg(960, 720, 6);
    assertThat(new String(photo, ISO_8859_1)).contains("GPS 52.5");

    var small = thumbnails.of(keep(photo)).orElseThrow();

    assertThat(new String(small, ISO_8859_1)).doesNotContain("GPS", "Exif");
  }

  @Test
  void of_transparentPicture_staysTransparent() throws IOException {
    var clear = new BufferedImage(640, 640, BufferedImage.TYPE_INT_ARGB);

    var small = small(Pictures.encode(clear, "png")).orElseThrow();

    assertThat(small.getRGB(100, 100) >>> 24).isZero();
  }

  @Test
  void of_animation_isItsFirstPicture() throws IOException {
    assertThat(small(Pictures.encode(Pictures.striped(700, 700), "gif")).orElseThrow().getWidth())
        .isEqualTo(320);
  }

  @ParameterizedTest
  @CsvSource({"50000,50000", "2147483647,2147483647", "100000,501"})
  void of_bomb_isNotRead(int width, int height) throws IOException {
    assertThat(thumbnails.of(keep(Pictures.bomb(width, height)))).isEmpty();
  }

  /** Readers keep whole rows in memory, however few pixels they are asked for. */
  @Test
  void of_pictureWithALongRow_isNotRead() throws IOException {
    assertThat(thumbnails.of(keep(Pictures.png(70_000, 1)))).isEmpty();
    assertThat(thumbnails.of(keep(Pictures.png(60_000, 1)))).isPresent();
  }

  /** Of one in several scans, readers keep all pixels in memory. */
  @Test
  void of_jpegInScans_isReadWhereItIsSmallEnough() throws IOException {
    assertThat(thumbnails.of(keep(Pictures.jpeg(3_400, 3_400, 1)))).isPresent();
    assertThat(thumbnails.of(keep(Pictures.progressive(3_400, 3_400, "jpeg")))).isEmpty();
    var small = small(Pictures.progressive(1_000, 1_000, "jpeg")).orElseThrow();
    assertThat(new Color(small.getRGB(160, 40)).getRed()).isGreaterThan(200);
    assertThat(new Color(small.getRGB(160, 200)).getBlue()).isGreaterThan(200);
  }

  @Test
  void of_interlacedPng_isWhole() throws IOException {
    var small = small(Pictures.progressive(1_001, 999, "png")).orElseThrow();

    assertThat(new Color(small.getRGB(161, 41)).getRed()).isGreaterThan(200);
    assertThat(new Color(small.getRGB(161, 201)).getBlue()).isGreaterThan(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "jpeg", "gif"})
  void of_damagedPicture_isMadeOrNone_andNoFailure(String format) throws IOException {
    var random = new Random(1);
    var whole = Pictures.encode(Pictures.striped(40, 40), format);
    for (var i = 0; i < 150; i++) {
      var length = random.nextBoolean() ? whole.length : 1 + random.nextInt(whole.length);
      var damaged = Arrays.copyOf(whole, length);
      damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
      damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));

      assertThat(thumbnails.of(keep(damaged, "image/" + format))).isNotNull();
    }
  }

  @Test
  void of_fileThatCanNotBeRead_isNotKept_andMadeOnceItCan() throws IOException {
    var file = keep(Pictures.png(400, 400));
    var source = folder.path(file.content());
    var away = Files.move(source, path.resolve("away"));

    assertThatThrownBy(() -> thumbnails.of(file)).isInstanceOf(StoreAwayException.class);
    assertThat(folder.thumbnail(file.content())).doesNotExist();

    Files.move(away, source);
    assertThat(thumbnails.of(file)).isPresent();
  }

  @Test
  void of_manyPictures_waitInLine_andVirtualThreadsGoOn() throws Exception {
    var isBusy = new CountDownLatch(1);
    for (var i = 0; i < threads.getCorePoolSize(); i++) {
      threads.execute(() -> await(isBusy));
    }
    var small = new ArrayList<FutureTask<Optional<byte[]>>>();
    for (var i = 0; i < 30; i++) {
      var file = keep(Pictures.png(400, 400));
      small.add(new FutureTask<>(() -> thumbnails.of(file)));
      Thread.ofVirtual().start(small.getLast());
    }
    Awaitility.await().until(() -> threads.getQueue().size() == 30);

    Thread.ofVirtual().start(isBusy::countDown);

    for (var one : small) {
      assertThat(one.get()).isPresent();
    }
  }

  @Test
  void of_oneMoreThanTheLineHasRoomFor_isRefusedAtOnce() throws Exception {
    var isBusy = new CountDownLatch(1);
    for (var i = threads.getQueue().remainingCapacity() + threads.getCorePoolSize(); i > 0; i--) {
      threads.execute(() -> await(isBusy));
    }
    var file = keep(Pictures.png(400, 400));

    assertThatThrownBy(() -> thumbnails.of(file))
        .isInstanceOf(StoreAwayException.class)
        .hasMessageContaining("too many");

    isBusy.countDown();
    Awaitility.await().until(() -> threads.getQueue().isEmpty());
    assertThat(thumbnails.of(file)).isPresent();
  }

  @Test
  void of_pictureWhoseTurnDoesNotCome_isRefused_andLeavesTheLine() throws Exception {
    var isBusy = new CountDownLatch(1);
    for (var i = 0; i < threads.getCorePoolSize(); i++) {
      threads.execute(() -> await(isBusy));
    }
    var file = keep(Pictures.png(400, 400));

    assertThatThrownBy(() -> thumbnails(Duration.ofMillis(1)).of(file))
        .isInstanceOf(StoreAwayException.class);
    assertThat(threads.getQueue()).isEmpty();

    isBusy.countDown();
    assertThat(thumbnails.of(file)).isPresent();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void of_brokenPicture_isNone_andIsNotTriedAgain() throws IOException {
    var file = keep(Pictures.bomb(100, 100));

    assertThat(thumbnails.of(file)).isEmpty();
    assertThat(folder.thumbnail(file.content())).isEmptyFile();
    assertThat(thumbnails.of(file)).isEmpty();
  }

  private Optional<BufferedImage> small(byte[] picture) throws IOException {
    var small = thumbnails.of(keep(picture));
    return small.isEmpty()
        ? Optional.empty()
        : Optional.of(ImageIO.read(new ByteArrayInputStream(small.get())));
  }

  private StoredFile keep(byte[] picture) throws IOException {
    return keep(picture, Sniffer.typeOf(picture));
  }

  private StoredFile keep(byte[] picture, String type) throws IOException {
    var content = UUID.randomUUID();
    folder.append(content, 0).close();
    Files.write(folder.path(content), picture);
    return new StoredFile(
        new FileId(content),
        new ChatId(content),
        new UserId(content),
        new FileName("a"),
        "",
        false,
        picture.length,
        picture.length,
        content,
        type,
        Instant.MAX);
  }
}
