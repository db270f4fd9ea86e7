"""How fast is the spine, from a study folder to its report, and how does its model compare with its peers'?"""
