@NullMarked
package dev.godmode.audit.manifest;

import org.jspecify.annotations.NullMarked;
