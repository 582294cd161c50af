package dev.whiteboard.chat.file;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.whiteboard.chat.id.ChatId;
import dev.whiteboard.chat.id.FileId;
import dev.whiteboard.chat.id.UserId;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ThumbnailsTest {
  @TempDir Path path;

  private FileFolder folder;
  private Thumbnails thumbnails;

  @BeforeEach
  void open() throws IOException {
    folder = FileFolder.open(path);
    thumbnails = new Thumbnails(folder, new FileMeters(new SimpleMeterRegistry()));
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
        Sniffer.typeOf(picture),
        Instant.MAX);
  }
}
