package org.spotrl.mlflow.server;

/**
 * A file or folder below an artifact address.
 *
 * @param path relative to that address, with '/' between folders
 * @param isFolder whether it is a folder
 * @param size bytes, 0 for a folder
 */
public record ArtifactFile(String path, boolean isFolder, long size) {}
