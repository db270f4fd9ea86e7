"""How fast are monthly flows counted from many staff records, beside tools that people would use otherwise?"""
