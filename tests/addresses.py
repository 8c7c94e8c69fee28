"""Every address of the service with the method that it is called by, as of when it was published.

People bookmark them, forms stand open in browsers, and other programs call them: a line that is
here once stays, or its address leads on to where the page has gone. A new route needs a new line.
"""

ADDRESSES = frozenset(
    line.strip()
    for line in """
    GET /
    GET /<lang>/
    GET /<lang>/accessibility
    GET /<lang>/account
    POST /<lang>/account
    GET /<lang>/account/link/<token>
    POST /<lang>/account/link/<token>
    GET /<lang>/account/password
    POST /<lang>/account/password
    GET /<lang>/account/reset
    POST /<lang>/account/reset
    POST /<lang>/account/sign-out-everywhere
    POST /<lang>/account/tokens/<token_id>/revoke
    GET /<lang>/admin/
    GET /<lang>/admin/audit
    GET /<lang>/admin/people/
    GET /<lang>/admin/people/<user_id>
    POST /<lang>/admin/people/<user_id>
    POST /<lang>/admin/people/<user_id>/close
    POST /<lang>/admin/people/<user_id>/invitation
    POST /<lang>/admin/people/<user_id>/reopen
    POST /<lang>/admin/people/<user_id>/roles/<grant_id>/take
    GET /<lang>/admin/people/invite
    POST /<lang>/admin/people/invite
    GET /<lang>/areas
    GET /<lang>/areas/<key>
    GET /<lang>/council/<key>/
    GET /<lang>/council/<key>/ideas/<idea_id>
    POST /<lang>/council/<key>/ideas/<idea_id>
    GET /<lang>/council/<key>/ideas/new
    POST /<lang>/council/<key>/ideas/new
    GET /<lang>/desk/
    GET /<lang>/desk/areas/<key>
    GET /<lang>/desk/areas/<key>.csv
    GET /<lang>/desk/areas/<key>.json
    GET /<lang>/desk/feedback/
    GET /<lang>/desk/feedback/<page_id>
    POST /<lang>/desk/feedback/<page_id>/comments
    POST /<lang>/desk/feedback/<page_id>/state
    GET /<lang>/desk/areas/<key>/surveys/<slug>/texts/<question>
    GET /<lang>/done
    GET /<lang>/done.atom
    GET /<lang>/ideas.atom
    GET /<lang>/desk/ideas/
    GET /<lang>/desk/ideas/<idea_id>
    POST /<lang>/desk/ideas/<idea_id>/<event>
    GET /<lang>/feedback/<widget>
    POST /<lang>/feedback/<widget>
    GET /<lang>/ideas/
    GET /<lang>/ideas/<number>
    POST /<lang>/ideas/<number>/follow
    POST /<lang>/ideas/<number>/support
    GET /<lang>/ideas/following/<token>
    POST /<lang>/ideas/following/<token>
    GET /<lang>/ideas/new
    POST /<lang>/ideas/new
    GET /<lang>/ideas/new/sent
    GET /<lang>/ideas/own/<token>
    POST /<lang>/ideas/own/<token>
    GET /<lang>/platform/
    GET /<lang>/platform/municipalities/<slug>
    POST /<lang>/platform/municipalities/<slug>
    GET /<lang>/privacy
    GET /<lang>/sign-in
    POST /<lang>/sign-in
    POST /<lang>/sign-out
    GET /<lang>/strategy
    GET /<lang>/strategy/<key>
    GET /<lang>/surveys/
    GET /<lang>/surveys/<slug>
    POST /<lang>/surveys/<slug>
    GET /<lang>/surveys/<slug>/results
    GET /<lang>/surveys/<slug>/thanks
    GET /<lang>/surveys/<slug>/withdraw
    POST /<lang>/surveys/<slug>/withdraw
    GET /<lang>/themes
    GET /<lang>/themes/<key>
    GET /api/v1/areas/<key>/summary
    GET /api/v1/ideas
    GET /api/v1/ideas/<number>
    GET /api/v1/openapi.json
    GET /api/v1/strategy
    GET /api/v1/surveys
    GET /api/v1/surveys/<slug>
    POST /api/v1/surveys/<slug>/responses
    GET /api/v1/surveys/<slug>/results
    GET /favicon.ico
    GET /healthz
    GET /readyz
    GET /robots.txt
    GET /static/build/<filename>
    GET /theme/<digest>.css
    GET /w/<key>/config.<code>.json
    GET /w/<key>/frame
    POST /w/<key>/frame
    GET /w/<version>/w.js
    POST /w/<key>/comments
    POST /w/<key>/reactions
    """.strip().splitlines()
)
