// Takes the signatures out of a folder's jars. Maven has checked what came; a signed jar would be verified again at each start of each
// process, some 0.4 s for Bouncy Castle's, and its classes could not be kept in the class-data cache.
//   java bin/UnsignJars.java FOLDER

void main(String[] arguments) throws IOException {
  try (var jars = Files.newDirectoryStream(Path.of(arguments[0]), "*.jar")) {
    for (var jar : jars) {
      if (isSigned(jar)) {
        unsign(jar);
      }
    }
  }
}

boolean isSigned(Path jar) throws IOException {
  try (var zip = new ZipFile(jar.toFile())) {
    return zip.stream().anyMatch(this::isSignature);
  }
}

boolean isSignature(ZipEntry entry) {
  return entry.getName().matches("META-INF/[^/]+\\.(SF|RSA|DSA|EC)");
}

void unsign(Path jar) throws IOException {
  var fresh = jar.resolveSibling(jar.getFileName() + ".new");
  try (var zip = new ZipFile(jar.toFile());
      var out = new ZipOutputStream(Files.newOutputStream(fresh))) {
    for (var entry : Collections.list(zip.entries())) {
      if (!isSignature(entry)) {
        copy(zip, entry, out);
      }
    }
  }
  Files.move(fresh, jar, StandardCopyOption.REPLACE_EXISTING);
}

void copy(ZipFile zip, ZipEntry entry, ZipOutputStream out) throws IOException {
  var copied = new ZipEntry(entry.getName());
  copied.setTime(entry.getTime());
  out.putNextEntry(copied);
  try (var in = zip.getInputStream(entry)) {
    if (entry.getName().equals(JarFile.MANIFEST_NAME)) {
      withoutDigests(in).write(out);
    } else {
      in.transferTo(out);
    }
  }
  out.closeEntry();
}

/** What it says of the jar as a whole; of single entries it says only what is signed. */
Manifest withoutDigests(InputStream in) throws IOException {
  var manifest = new Manifest(in);
  manifest.getEntries().clear();
  return manifest;
}
