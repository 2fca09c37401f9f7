// One bit a group of objects: see objects.txt.
global using GroupSet = System.UInt128;
