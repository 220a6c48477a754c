-- A file that turns out to be cut off is not entered: the loader takes its entry back while nothing of it is loaded.

GRANT DELETE ON cdr_file TO didtron_loader;
