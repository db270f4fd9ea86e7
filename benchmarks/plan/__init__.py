"""How long does a plan take to choose and to judge, and how does choosing compare with linopy and cvxpy?"""
