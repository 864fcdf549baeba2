package dev.holdfast.runtimes.process;

import java.nio.file.Path;

/**
 * Code of a function in a folder of this machine.
 *
 * @param version the content address of its files
 */
record FunctionCode(String name, String version, Path folder, Language language) {}
