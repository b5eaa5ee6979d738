"""What candidates say in interviews: orders, and answers that hold the words of one.

`LABELLED` was at hand while the phrases were written; `HELD_OUT` was written afterwards and is
only measured. A line is an order, or "-" for an answer, and what was said.
"""

LABELLED = """
repeat | Could you say that again please?
repeat | Sorry, what was the question?
repeat | Can you repeat that?
repeat | Could you repeat the question, please?
repeat | Sorry, I didn't catch that. Could you repeat the question please?
repeat | I'm sorry, I didn't get that.
repeat | Pardon?
repeat | Sorry?
repeat | Excuse me, what did you say?
repeat | What was the question again?
repeat | Would you mind repeating the question?
repeat | Can you ask that one more time
repeat | um could you uh repeat that please
repeat | I couldn't hear you, you broke up for a second.
repeat | I missed the last part of your question.
repeat | Hold on, what did you just ask me?
repeat | Sorry, my dog was barking, could you repeat the question?
repeat | I'd like to hear the question once more.
rephrase | Can you put that differently?
rephrase | What do you mean by that?
rephrase | What do you mean?
rephrase | Could you rephrase the question?
rephrase | I don't understand the question.
rephrase | I'm not sure I understand the question. Can you explain it?
rephrase | Sorry, can you say that in other words?
rephrase | What exactly are you asking?
rephrase | Would you mind rephrasing that?
rephrase | What do you mean by stakeholder management?
rephrase | I don't know what you mean.
rephrase | Could you be a bit more specific, please?
rephrase | Hmm, the question is a bit unclear to me.
skip | Next question please.
skip | I'd rather not answer that.
skip | Skip.
skip | Can we skip this one?
skip | Let's move on to the next question.
skip | Pass.
skip | I would prefer not to talk about that.
skip | No comment.
skip | I don't want to answer that question.
skip | I have no idea, let's skip it.
skip | Can we come back to that later?
skip | I'm afraid I can't answer that. Next question, please.
skip | Let's talk about something else.
skip | Could you ask me something else?
skip | Okay, next.
skip | That's too personal.
pause | Can we take a short break?
pause | Pause please.
pause | I need a quick break.
pause | Could we pause for a minute?
pause | Sorry, someone is at the door.
pause | My phone is ringing, one moment, I have to take this call.
pause | I'll be right back.
pause | Let's take five minutes, can we pause the interview?
pause | Can I get a glass of water? Let's take a break.
pause | Can we continue this later?
go-on | I'm back.
go-on | Okay, I'm ready.
go-on | Let's continue.
go-on | Go on.
go-on | Thanks for waiting, we can go on now.
go-on | Okay, I'm back, could you repeat the question?
go-on | Please continue.
go-on | Ready when you are.
go-on | Let's get going again.
back | Let's go back to the previous question.
back | Can we go back?
back | I'd like to go back to the last question.
back | Can I change my last answer?
back | Could we return to the question before that?
back | Go back one question, please.
back | I want to add something to my previous answer.
back | Can I try that again?
stop | Let's stop here.
stop | Stop.
stop | I want to stop the interview.
stop | Can we end this here?
stop | That's enough for today, thank you.
stop | I have to go now, bye.
stop | I'm done with this interview.
stop | Please end the interview.
stop | I don't want to continue.
stop | Okay, let's call it a day.
time | How much time is left?
time | How many questions are left?
time | How long do we still have?
time | Are we almost done?
time | Sorry, how much time do we have left?
time | Which question are we on?
time | Time check, please.
think | Give me a moment to think.
think | Let me think.
think | Hmm, good question. Let me think about that for a second.
think | One moment please.
think | Can I have a minute to think about it?
think | Just a second.
think | I need a moment.
think | Wait a moment.
think | I have to think about that.
think | That's a tough one, give me a second.
- | I had to repeat the tests every night.
- | We skip the meeting when nobody has anything to report.
- | I stopped the line and called the supervisor.
- | Let me go back to my first job, where I led a team of five.
- | I don't know.
- | No idea.
- | I have never done that.
- | I'm not sure.
- | Yes.
- | No.
- | No, I haven't.
- | Yes, I have, for about two years.
- | Well, I think the most important thing is to listen.
- | Let me think. At my last job I was in charge of the night shift.
- | Give me a moment to think is what I tell my patients when they ask too much at once.
- | We paused the deployment and rolled back to the previous version.
- | The next question was always how to scale it.
- | I asked her to repeat the dose before giving it.
- | I would stop the machine and lock it out.
- | I'd go back to the client and explain the delay.
- | I left because there was no time left for my family.
- | I skipped a grade in school and then studied law.
- | I usually say, what do you mean by that, and let them explain.
- | We had ten minutes left on the clock and I decided to switch the menu.
- | I passed the exam in June.
- | I pass on what I know to the apprentices.
- | My first step is to pause and count to ten.
- | I took a break from work for a year to travel.
- | I continued to work part time while studying.
- | I moved on to a senior role after two years.
- | Next year I want to finish my certificate.
- | I quit my job in March because of the commute.
- | I ended the contract with the supplier.
- | It took us a minute to realise what had happened.
- | We ran out of time, so I cut the scope.
- | There was a lot of noise in the ward, so I moved the patient.
- | I would ask them to rephrase the requirement.
- | I explained it in simpler words to the parents.
- | I don't have any experience with that, but I learn quickly.
- | I can't think of an example right now.
- | I didn't understand the regulations at first, so I asked a colleague.
- | I finished the project two weeks early.
- | That was in my previous job.
- | In my last position I handled forty calls a day.
- | Continuous integration, mostly with Jenkins.
- | Stop signs and speed limits, obviously.
- | I go over the list again before every trip.
- | Again and again, I had to remind them of safety.
- | I think we should always be honest with customers.
- | Sure, I can do that.
- | I'm ready to take on more responsibility.
- | I'm back at university in the evenings.
- | The break was too short for the staff so I changed the roster.
- | I asked the judge for a short break.
- | I need a job where I can grow.
- | I want to go into management.
- | I'd rather work in a team than alone.
- | I'd prefer not to travel every week.
- | I don't want to work night shifts any more.
- | I have to leave by four to pick up my kids, that is why I prefer mornings.
- | How long it takes depends on the size of the weld.
- | How much time we had left was the main problem.
- | What I mean by that is simple communication.
- | The question is whether the data is clean.
- | That question came up in every audit.
- | I was lost in the first weeks.
- | I lost the client because of a late delivery.
- | Hold on to your values, my mentor used to say.
- | Let's say a customer is angry, then I listen first.
- | Let us assume the oven breaks, I switch to cold dishes.
- | I let them move on to the next exercise only when they are ready.
- | I would skip the details and tell them the result.
- | Repeat business was about sixty percent of my revenue.
- | I repeat the instructions twice and then check.
- | Time management is one of my strengths.
- | I had enough of retail after ten years.
- | I'm done with school since 2019.
- | We're done when the customer signs.
- | Thank you.
- | That's it.
- | That's all I can say about it.
- | This is a stupid question.
- | Good morning.
- | Python, mostly, and a bit of SQL.
- | A break in the pipe, so I shut the valve.
- | I will be back at full capacity in May.
- | I have used Kubernetes for two years in production. Can we talk about it?
- | I'd stop, think, and only then act.
- | I paused the interview with the witness and called my senior partner.
- | I was the next in line for promotion.
- | I tell drivers to stop for a while every two hours.
"""

HELD_OUT = """
repeat | I'm sorry, would you say the question again?
repeat | What was that?
repeat | Can you please say it once more, I wasn't listening.
repeat | Sorry I was distracted, what did you ask?
repeat | Come again?
repeat | Could I hear that one more time?
repeat | You cut out there, can you repeat?
repeat | I didn't hear the end of the question.
repeat | Again, please.
repeat | Can you read the question to me again?
repeat | Oh, I forgot what the question was.
repeat | What did you want to know again?
repeat | Repeat the question.
repeat | Huh?
rephrase | I'm not following. What are you looking for exactly?
rephrase | Can you explain what you mean?
rephrase | Could you word that another way?
rephrase | I don't really get the question.
rephrase | Can you clarify the question please?
rephrase | What does that mean?
rephrase | Can you make the question simpler?
rephrase | Sorry, what do you mean exactly when you say ownership?
rephrase | I don't understand what you want from me.
rephrase | Could you give me an example of what you mean?
rephrase | Can you put it in simpler terms?
skip | I think I'll pass on this one.
skip | Can we go to the next one?
skip | I'd rather skip this question if that's okay.
skip | Next one.
skip | I don't feel comfortable answering that.
skip | Let's leave that one out.
skip | Do we have to? I'd prefer to move on.
skip | Let's skip ahead.
skip | I don't know, can we move on?
skip | Could we do a different question?
skip | Let's not talk about that.
skip | I'm not going to answer that.
skip | Sorry, I can't think of anything, next question.
skip | Please skip this question.
pause | Could I have a five minute break?
pause | I need to take a break.
pause | Hang on, I need to answer the door.
pause | Excuse me, I have to use the bathroom.
pause | Let's pause here for a bit.
pause | Is it okay if we take a quick pause?
pause | Can you pause the interview please?
pause | Be right back.
pause | I have to grab my charger, give me two minutes, I'll be right back.
pause | Break please.
go-on | I am back now.
go-on | Alright, let's carry on.
go-on | Okay, I'm ready to continue.
go-on | We can resume.
go-on | Let's go.
go-on | Yes, please go on.
go-on | Thanks, I'm here again.
go-on | You can go ahead.
back | Could we go back to the question before?
back | Can we return to the last question for a second?
back | I would like to correct my previous answer.
back | Go back please.
back | Can I go back to what you asked before?
back | Let me answer that again.
back | Previous question.
back | Can I add something to my last answer?
stop | I'd like to end the interview now.
stop | Can we finish here, please?
stop | I want to quit.
stop | Okay, that's it for today.
stop | Let's wrap this up.
stop | I don't want to do this anymore.
stop | I think we should stop.
stop | Stop the interview, please.
stop | I've had enough, let's end it.
stop | I really have to leave now.
time | How much longer will this take?
time | How many more questions do you have?
time | What's the remaining time?
time | Can you tell me how much time we have left?
time | How far along are we?
time | Do we still have time?
time | Is this the last question?
think | Let me think about it for a moment.
think | Could you give me a second?
think | Hold on a second.
think | Um, I need some time to think.
think | Let me see.
think | Hm, I'd have to think about that for a minute.
think | Bear with me for a moment.
think | Okay, just give me a sec.
think | Wait.
think | Oh, that's a hard question, let me think a bit.
- | I was asked to repeat the experiment three times.
- | Could you repeat that is something I hear from deaf patients all the time.
- | I went back to the previous version of the menu because guests complained.
- | We stop the press every hour to check the rolls.
- | I took a moment to think and then pulled the fire alarm.
- | The customer wanted to skip the inspection, and I refused.
- | When the pressure drops I pause and look at the gauge.
- | I usually give them a minute to think before I ask the next question.
- | We continued with the surgery after the power came back.
- | Nothing, really.
- | I honestly have no clue.
- | Not that I remember.
- | I can't say.
- | Never.
- | I don't know what that is.
- | About five years.
- | Five minutes before closing, a group of twenty walked in.
- | I can go on for hours about wine.
- | Please and thank you go a long way with guests.
- | I told my boss let's stop here and think.
- | Sorry is the hardest word in customer service, but I use it.
- | I would ask what they mean exactly.
- | I'd ask for a short break and calm down.
- | I want to finish my degree first.
- | I am ready for the next step in my career.
- | I have to think about margins every day.
- | The last question in every audit was about the petty cash.
- | My previous answer to that was always more staff.
- | Let's see, I started in 2015 as a trainee.
- | Let me see, that would be the summer of 2018, when we lost our biggest account.
- | One moment I remember well is when the child started to speak.
- | Wait times went down by thirty percent.
- | Passing the bar took me two tries.
- | I moved on because there was no growth.
- | I stopped smoking, that was my biggest achievement.
- | I end every lesson with a short quiz.
- | I have enough experience with forklifts.
- | It's enough to check the seam by eye first.
- | How long do we have is the first thing I ask a client.
- | Time is left for that on Fridays.
- | I leave nothing open at the end of the day.
- | Go on strike was not an option for me.
- | I would go on to explain the risks.
- | Ready mixes are something I avoid.
- | I'm ready.  I'm flexible and I can start in two weeks.
- | Back then I was a junior associate.
- | Back in 2019 we had a flood in the basement.
- | I am back to full time since January.
- | The break even point was reached in the second year.
- | We break the problem into small pieces.
- | I break down when nobody helps, honestly.
- | Hold the patient's hand and keep talking.
- | Hang on every word the teacher says, that is what they did.
- | I skip lunch too often.
- | Skip tracing was part of the job.
- | I don't know much about it, but I'd ask a colleague and read the manual.
- | I do not understand people who give up early.
- | I didn't get along with him at first.
- | I did not catch the error in time, and I reported it.
- | I don't want to answer for others, but I did my part.
- | I'd rather not guess, so I measured it twice.
- | I would prefer to work from home two days a week.
- | I can't hear well on my left ear, so I use a headset.
- | Can do, that's my motto.
- | Could be better, honestly.
- | What I did was call the family first.
- | What time we start depends on the season.
- | Which question matters most? I think it's cost.
- | Are we done yet was what the kids kept asking, so I made a timer.
- | Let us say it was a mixed success.
- | Let me tell you about the merger in 2020.
- | Let me give you an example.
- | Let me start with the numbers.
- | Let me explain.
- | In other words, I was the bridge between sales and engineering.
- | Differently from my colleagues, I write everything down.
- | Next to the kitchen there was a storage room.
- | Next, I called the insurance.
- | Then I stopped.
- | No.
- | Yes, sure.
- | Okay.
- | Absolutely not.
- | You are wasting my time.
- | That's none of your concern, you stupid machine.
- | Hello.
"""


HELD_OUT_AGAIN = """
repeat | I beg your pardon, could you repeat that last bit?
repeat | Sorry, say that again?
repeat | I think I missed something, what was the question?
repeat | Would you please repeat yourself?
repeat | Can you speak up a bit please?
repeat | My headphones were off. Could you ask again?
repeat | One more time please, the sound was bad.
rephrase | Sorry, I'm confused, what do you mean?
rephrase | Can you say it in a simpler way?
rephrase | Could you perhaps phrase the question differently?
rephrase | What do you mean with soft skills?
rephrase | I'm not sure what you're asking for.
rephrase | Which aspect do you mean?
rephrase | Could you elaborate on the question?
skip | I don't have an answer to that, let's go to the next question.
skip | Move on, please.
skip | Honestly, I'd rather pass.
skip | Can I skip that?
skip | I prefer not to say.
skip | Let's do the next one.
skip | Sorry, that's private. Next question?
skip | Is it okay if we skip this?
pause | Can we have a coffee break?
pause | I need five minutes.
pause | Sorry, I have to take a phone call.
pause | Could you hold on for a few minutes? I need a break.
pause | Let's pause.
pause | Pause the interview.
go-on | Okay, where were we? I'm back.
go-on | Right, let's continue with the interview.
go-on | I'm good now, go ahead.
go-on | Resume.
go-on | Yes, let's keep going.
back | Can we go one question back?
back | Could we go back to the first question?
back | Wait, I want to go back to the previous one.
back | I'd like to revise my last answer, please.
stop | Can we stop now?
stop | I'd like to stop the interview here, thanks.
stop | Sorry, I need to go. Let's end it.
stop | Let's finish.
stop | Goodbye.
stop | I think that's enough for now.
time | How many minutes are left?
time | What time is it?
time | How are we doing on time?
time | Are there many questions left?
time | How long will the interview last?
think | Just give me a minute here.
think | Let me gather my thoughts.
think | I'm still thinking.
think | That's a good question. Um. Let me think.
think | May I have a moment?
think | Hang on.
- | Let me rephrase that.
- | Let me clarify one thing.
- | I'll stop there.
- | I would leave it at that.
- | I could go on and on.
- | Let me continue.
- | I'll repeat it if they did not get it.
- | I'd give them a minute to think about it.
- | Let me begin with the budget.
- | We should move on to the cloud.
- | I'm done.
- | Can you believe that they skipped the safety check?
- | You have to stop the bleeding first.
- | Go back to basics, that is my rule.
- | Wait for the green light and then go.
- | Think before you weld.
- | Take a break every four hours, that's the law.
- | Stop, look and listen.
- | Next of kin have to be informed at once.
- | The time left was used for training.
- | Enough sleep, mostly.
- | I say thank you and ask what they need.
- | Could you imagine a kitchen with no gas?
- | I'd explain the question to the student in simpler words.
- | I want to understand the client first.
- | I don't get stressed easily.
- | I need a moment to calm down and then I call the dispatcher.
- | I need more time with my kids, so part time would be ideal.
- | I will be honest, I have not used it.
- | What do you mean by that, I asked him, and he apologised.
- | I'd like to add that the team grew to twelve.
- | I want to learn more about it.
- | No, never, sorry.
- | Not yet.
- | Maybe.
- | It depends.
"""
"""Written when the misses of `HELD_OUT` had been mended; measured once, then mended, too."""


def cases(table: str) -> list[tuple[str, str]]:
    """The lines of a table: what is meant, "" for an answer, and what was said."""
    split = [line.split(" | ", 1) for line in table.splitlines() if line.strip()]
    return [(meant.replace("-", "") if meant == "-" else meant, said) for meant, said in split]
