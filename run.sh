cd /work/wt/events-b && git checkout -q . && git clean -fdq -e target && python3 /tmp/evb/apply.py > /tmp/apply1.log && python3 /tmp/evb/apply2.py && python3 /tmp/evb/apply3.py && echo applied
