/* W in plain C: one life after the other, its record in registers, one switch over what the month comes down to. */

#include <stdint.h>

enum { NOTHING, EMPLOYEE, FLEXIBLE, RESIDENT, STOPS };                  /* events; the first three that are not nothing are ways too */
enum { NOT_ENROLLED, AS_EMPLOYEE, AS_FLEXIBLE, AS_RESIDENT, WAITING, SUSPENDED };
enum { GRACE_MONTHS = 3, EMPLOYEE_WAIT = 3, FLEXIBLE_WAIT = 6 };

uint64_t live(const uint8_t *restrict events, const uint64_t *restrict by_month, const uint64_t *restrict by_life, int64_t months,
              int64_t lives)
{
    uint64_t sum = 0;
    for (int64_t life = 0; life < lives; life++) {
        const uint8_t *told = events + life * months;
        uint64_t state = NOT_ENROLLED, paying = 0, gap = 0, waiting = 0, continuous = 0, total = 0, words = 0;
        for (int64_t month = 0; month < months; month++) {
            const unsigned event = told[month];
            if (event != NOTHING && event != STOPS)
                paying = event;
            if (paying) {
                if (gap > GRACE_MONTHS)
                    waiting = paying == EMPLOYEE ? EMPLOYEE_WAIT : FLEXIBLE_WAIT;
                if (paying == RESIDENT)
                    waiting = 0;
                state = waiting ? WAITING : paying;
                if (waiting)
                    waiting--;
                gap = 0;
                continuous++;
                total++;
            } else if (state != NOT_ENROLLED) {
                state = SUSPENDED;
                if (++gap > GRACE_MONTHS)
                    continuous = 0;
            }
            if (event == STOPS)
                paying = 0;
            words += by_month[month] * (state | gap << 3 | waiting << 15 | continuous << 27 | total << 39);
        }
        sum += by_life[life] * words;
    }
    return sum;
}
